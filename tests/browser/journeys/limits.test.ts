// Each documented limit, at it and one past it, through the client in the page and on to the sandbox, which counts for itself. Every
// character is one code point of four bytes and two UTF-16 units, so that whoever counts anything else is found out.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { type Outcome, Script } from '../lib/client.ts';
import { engineName, journey, useBrowser } from '../lib/journey.ts';

const long = (length: number): string => '🌊'.repeat(length);

interface Limit {
  field: string;
  limit: number;
  /** Methods that send the field, with what else they need. */
  methods: Record<string, Record<string, string>>;
}

const names = { shareCode: 'OPEN-NAT-03' };
const invitation = { contact: 'new@example.com', productCode: 'NAT' };
const limits: Limit[] = [
  {
    field: 'productCode',
    limit: 12,
    methods: {
      sendInvitation: invitation,
      listShareRules: {},
      listDistributionLevels: {},
      changeDistributionLevel: { distributionLevel: 'N' },
    },
  },
  {
    field: 'shareCode',
    limit: 255,
    methods: {
      acceptInvitation: {},
      declineInvitation: {},
      cancelSharing: {},
      changeInvitationDetails: { firstName: 'Kåre', lastName: 'Vik' },
    },
  },
  { field: 'firstName', limit: 30, methods: { sendInvitation: invitation, changeInvitationDetails: { ...names, lastName: 'Vik' } } },
  { field: 'lastName', limit: 30, methods: { sendInvitation: invitation, changeInvitationDetails: { ...names, firstName: 'Kåre' } } },
];

if (engineName === 'chromium') {
  useBrowser();

  for (const { field, limit, methods } of limits) {
    journey(`${field}: ${limit} code points are sent, ${limit + 1} are refused`, async (scene) => {
      const sofie = await Script.open(scene, 'sofie');
      for (const [method, rest] of Object.entries(methods)) {
        await scene.sandbox.forgetCalls();
        const past = await sofie.call(method, { ...rest, [field]: long(limit + 1) });
        assert.deepEqual([past.kind, past.error?.code, past.error?.field, past.httpStatus], ['refused', 'too_long', field, 0], method);
        assert.deepEqual(await scene.sandbox.calls(), [], `${method} sent something`);
        const at = await sofie.call(method, { ...rest, [field]: long(limit) });
        assert.equal(at.httpStatus, 200, `${method}: ${at.error?.code ?? at.status} ${at.serverMessage}`);
        assert.deepEqual((await scene.sandbox.calls()).map(({ status }) => status), method === 'sendInvitation' ? [200, 200] : [200], 'an invitation leaves on a list that was read just before');
      }
    });
  }

  journey('contact: 15 digits or 254 characters are sent, one more is refused', async (scene) => {
    const ola = await Script.open(scene, 'ola');
    const invite = (contact: string): Promise<Outcome> => ola.call('sendInvitation', { contact, productCode: 'OPN' });
    const address = (local: number, domain: number): string => `${'k'.repeat(local)}@${'d.'.repeat(domain).slice(0, domain - 2)}no`;
    const cases: [string, string, string][] = [
      ['+49' + '1'.repeat(13), '+49' + '1'.repeat(14), 'phone_too_long'],
      [address(64, 189), address(64, 190), 'email_too_long'],
      [address(64, 20), address(65, 20), 'email_local_part_too_long'],
    ];
    for (const [at, past, code] of cases) {
      await scene.sandbox.forgetCalls();
      assert.equal((await invite(past)).error?.code, code);
      assert.deepEqual(await scene.sandbox.calls(), []);
      assert.equal((await invite(at)).status, 'SHARE_OK', at);
    }
  });

  journey(
    'shareCount: 32767 is read, 32768 is not',
    async (scene) => {
      const ola = await Script.open(scene, 'ola');
      let shareCount = 32767;
      await (ola.person.page as ChromiumPage).playwright.route('**/capi/v1/customer/product/share/rule/NAT*', (way) =>
        way.fulfill({
          json: { customerProductShareRules: [{ productCode: 'NAT', shareType: 'A', shareCount }] },
          headers: { 'Access-Control-Allow-Origin': scene.sandbox.publisher },
        }),
      );
      const [rule] = (await ola.call('listShareRules', { productCode: 'NAT' })).rules as { shareCount: number }[];
      assert.equal(rule?.shareCount, 32767);
      shareCount = 32768;
      const past = await ola.call('listShareRules', { productCode: 'NAT' }, { fresh: true });
      assert.deepEqual([past.kind, past.error?.code, past.error?.field], ['failed', 'answer_out_of_range', 'customerProductShareRules.shareCount']);
    },
    { contract: /^listShareRules, answer: body\/customerProductShareRules\/0\/shareCount must be <= 32767; it is 32768$/ },
  );
}
