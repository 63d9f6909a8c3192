// The eleven operations, each as a publisher's own script calls it: once with the sandbox, once with the documented examples. What passes
// between page and API is held against the contract all the while, as in every journey; here it is shown that this catches what is wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ChromiumPage } from '../lib/chromium.ts';
import { clientToken, type Outcome, Script } from '../lib/client.ts';
import { engineName, journey, type Scene, useBrowser } from '../lib/journey.ts';
import { example, type Operation, operation, operations, wrongWithAnswer, wrongWithRequest } from '../lib/openapi.ts';

interface Case {
  /** Its files in tests/contract/examples. */
  example: string;
  /** What the method takes to send the example request, or to make the request that the example answers. */
  args: unknown[];
  /** What the example answer must become. */
  outcome: Partial<Outcome>;
  /** Once through, with the sandbox. */
  walk(scene: Scene): Promise<void>;
}

const request = (name: string): Record<string, unknown> => JSON.parse(example(`${name}.request`)) as Record<string, unknown>;

const plainRule = {
  productCode: 'NAT', shareType: 'A', shareCount: 3, couponCodeShareRecipient: '', isCreateConnectCustomer: false,
  isCustomerNameRequired: false, issuer: '',
};
const net = {
  loginRequired: false,
  startTime: 1562018400000,
  endTime: 1562277600000,
  ipRanges: [{ ipRangeStart: '192.168.0.1', ipRangeEnd: '192.168.0.2' }],
  domains: [{ domain: 'example.com' }],
};

const cases: Record<string, Case> = {
  sendInvitation: {
    example: '01-send-invitation',
    args: [{ contact: 'kari.nordmann@gmail.com', productCode: 'CO27409' }],
    outcome: { kind: 'done', status: 'SHARE_OK' },
    async walk(scene) {
      const ola = await Script.open(scene, 'ola');
      const names = { firstName: 'Åse', lastName: 'Ødegård 🌊' };
      done(await ola.call('sendInvitation', { contact: ' Kari.Nordmann@EXAMPLE.com ', productCode: 'NAT', ...names }), 'SHARE_OK');
      done(await ola.call('sendInvitation', { contact: '0047 412 34 567', productCode: 'NAT' }), 'SHARE_OK');
      const sent = (await scene.sandbox.sent()).map(({ to, contactType }) => [to, contactType]);
      assert.deepEqual(sent.sort(), [['+4741234567', 'B'], ['Kari.Nordmann@example.com', 'A']]);
      done(await ola.call('listSharedSubscribers'));
      const rows = await ola.rows('NAT');
      assert.ok(rows.some((row) => row.firstName === names.firstName && row.lastName === names.lastName));
    },
  },
  acceptInvitation: {
    example: '02-accept',
    args: [{ shareCode: '1234WEF' }],
    outcome: { kind: 'done', status: 'SHARE_OK' },
    async walk(scene) {
      const kari = await Script.open(scene, 'kari');
      done(await kari.call('acceptInvitation', { shareCode: 'OPEN-NAT-01' }), 'SHARE_OK');
      const again = await kari.call('acceptInvitation', { shareCode: 'OPEN-NAT-01' });
      assert.deepEqual([again.kind, again.status, again.statusKnown], ['already', 'REQUEST_ACCEPTED', true]);
    },
  },
  declineInvitation: {
    example: '03-decline',
    args: [{ shareCode: '32479VSA' }],
    outcome: { kind: 'done', status: 'REQUEST_DECLINED' },
    async walk(scene) {
      const { sandbox } = scene;
      const somebody = await Script.open(scene);
      // Through the publisher's route, which adds the token of client mode; and with a token of the page's own.
      done(await somebody.call('declineInvitation', { shareCode: 'OPEN-NAT-01' }), 'REQUEST_DECLINED');
      await somebody.use({ clientToken: await clientToken(sandbox.login) });
      done(await somebody.call('declineInvitation', { shareCode: 'OPEN-NAT-02' }), 'REQUEST_DECLINED');
      const gone = await somebody.call('declineInvitation', { shareCode: 'NO-SUCH-CODE' });
      assert.deepEqual([gone.kind, gone.status], ['refused', 'SHARE_CODE_NOT_FOUND']); // a "7"
      await scene.contract.settle();
      assert.equal(scene.contract.asked.get('declineInvitation'), 3);
    },
  },
  listShareRules: {
    example: '04-share-rules',
    args: [{ productCode: 'NAT' }],
    outcome: { kind: 'done', status: '', rules: [plainRule] },
    async walk(scene) {
      const ola = await Script.open(scene, 'ola');
      const rules = async (productCode: string): Promise<unknown> => (await ola.call('listShareRules', { productCode })).rules;
      assert.deepEqual(await rules('NAT'), [plainRule]);
      const consents = { productCode: 'CON', shareCount: 4, isCreateConnectCustomer: true, issuer: 'FJORD', issuerConsentGroupId: 7 };
      assert.deepEqual(await rules('CON'), [{ ...plainRule, ...consents }]);
      assert.deepEqual(await rules('FAM'), [{ ...plainRule, productCode: 'FAM', shareCount: 5, isCustomerNameRequired: true }]);
      assert.deepEqual(await rules('NON'), []);
      const { shareCount, ...unlimited } = plainRule;
      assert.deepEqual(await rules('OPN'), [{ ...unlimited, productCode: 'OPN' }]);
      const company = await Script.open(scene, 'bedrift');
      const b2b = { productCode: 'B2B', shareType: 'D', shareCount: 50, couponCodeShareRecipient: 'FJORDB2B' };
      assert.deepEqual((await company.call('listShareRules', { productCode: 'B2B' })).rules, [
        { ...plainRule, ...b2b, couponNumberShareRecipient: 20260101 },
      ]);
    },
  },
  listDistributionLevels: {
    example: '05-distribution-levels',
    args: [{ productCode: 'ABC' }],
    outcome: { kind: 'done', status: '', levels: [{ distributionLevel: 'N', usage: 'A' }] },
    async walk(scene) {
      const company = await Script.open(scene, 'bedrift');
      assert.deepEqual((await company.call('listDistributionLevels', { productCode: 'B2B' })).levels, [
        { distributionLevel: 'N', usage: 'A' },
        { distributionLevel: 'D', usage: 'B' },
        { distributionLevel: 'W', usage: 'C' },
      ]);
    },
  },
  changeInvitationDetails: {
    example: '06-change-details',
    args: [request('06-change-details')],
    outcome: { kind: 'done', status: '' },
    async walk(scene) {
      const sofie = await Script.open(scene, 'sofie');
      const names = { firstName: 'Kåre 🌲', lastName: 'Lærdal' };
      done(await sofie.call('changeInvitationDetails', { shareCode: 'OPEN-NAT-03', ...names }));
      done(await sofie.call('listSharedSubscribers'));
      const row = (await sofie.rows('NAT')).find(({ shareCode }) => shareCode === 'OPEN-NAT-03');
      assert.deepEqual([row?.firstName, row?.lastName], [names.firstName, names.lastName]);
      // Somebody else's: `{"success": false}`.
      const ola = await Script.open(scene, 'ola');
      const refused = await ola.call('changeInvitationDetails', { shareCode: 'OPEN-NAT-03', ...names });
      assert.deepEqual([refused.kind, refused.error?.code, refused.httpStatus], ['refused', 'change_refused', 200]);
    },
  },
  listSharedSubscribers: {
    example: '07-shared-subscribers',
    args: [],
    outcome: { kind: 'done', status: '' },
    async walk(scene) {
      const ola = await Script.open(scene, 'ola');
      done(await ola.call('listSharedSubscribers'));
      const states = (await ola.rows('MIX')).map(({ shareCode, state, shareStatus }) => [shareCode, state, shareStatus]);
      assert.deepEqual(Object.fromEntries(states.map(([code, ...rest]) => [code, rest])), {
        MIXSENT01: ['pending', 'SHARE_REQUEST_SENT'],
        MIXPHONE01: ['pending', 'SHARE_REQUEST_SENT'],
        MIXLONG01: ['pending', 'SHARE_REQUEST_SENT'],
        MIXACC01: ['accepted', 'REQUEST_ACCEPTED'],
        MIXDECL01: ['declined', 'REQUEST_DECLINED'],
        MIXEND01: ['ended', 'SHARING_ENDED'],
        MIXUNKN01: ['unknown', 'AWAITING_PAYMENT'],
      });
      assert.deepEqual(await ola.call('seats', 'FUL'), { allowed: -1, inUse: 2, pending: 1, left: -1, full: false });
      done(await ola.call('listShareRules', { productCode: 'FUL' }));
      assert.deepEqual(await ola.call('seats', 'FUL'), { allowed: 2, inUse: 2, pending: 1, left: 0, full: true });
    },
  },
  cancelSharing: {
    example: '08-cancel',
    args: [{ shareCode: '123AFDG' }],
    outcome: { kind: 'done', status: 'SHARING_ENDED' },
    async walk(scene) {
      const ola = await Script.open(scene, 'ola');
      done(await ola.call('cancelSharing', { shareCode: 'FULPER01' }), 'SHARING_ENDED');
      done(await ola.call('listSharedSubscribers'));
      assert.equal((await ola.call<{ inUse: number }>('seats', 'FUL')).inUse, 1);
      const others = await ola.call('cancelSharing', { shareCode: 'OPEN-NAT-01' });
      assert.deepEqual([others.kind, others.status], ['refused', 'SHARE_CODE_NOT_FOUND']);
    },
  },
  listNets: {
    example: '09-nets',
    args: [],
    outcome: { kind: 'done', status: '', nets: [net] },
    async walk(scene) {
      const company = await Script.open(scene, 'bedrift');
      const [seeded] = (await company.call('listNets')).nets as (typeof net)[];
      assert.deepEqual(seeded, { ...net, startTime: seeded!.startTime, endTime: seeded!.endTime });
      assert.ok(seeded.startTime < seeded.endTime);
    },
  },
  changeNets: {
    example: '10-change-nets',
    args: [request('10-change-nets')],
    outcome: { kind: 'done', status: '' },
    async walk(scene) {
      const company = await Script.open(scene, 'bedrift');
      const nets = [
        { loginRequired: true, ipRanges: [{ ipRangeStart: '2001:DB8:0::1', ipRangeEnd: '2001:db8::00ff' }], domains: [] },
        { ...net, ipRanges: [], domains: [{ domain: 'XN--BLBR-ROAH.example' }] },
      ];
      done(await company.call('changeNets', { nets }));
      const canonical = [
        { ...nets[0], ipRanges: [{ ipRangeStart: '2001:db8::1', ipRangeEnd: '2001:db8::ff' }] },
        { ...nets[1], domains: [{ domain: 'xn--blbr-roah.example' }] },
      ];
      assert.deepEqual((await company.call('listNets')).nets, canonical);
      // The whole list is replaced, by nothing too.
      done(await company.call('changeNets', { nets: [] }));
      assert.deepEqual((await company.call('listNets')).nets, []);
    },
  },
  changeDistributionLevel: {
    example: '11-change-distribution-level',
    args: [request('11-change-distribution-level')],
    outcome: { kind: 'done', status: '' },
    async walk(scene) {
      const company = await Script.open(scene, 'bedrift');
      done(await company.call('changeDistributionLevel', { productCode: 'B2B', distributionLevel: 'W' }));
      assert.deepEqual(await scene.sandbox.control('levels'), [{ user: 'bedrift', productCode: 'B2B', distributionLevel: 'W' }]);
      const unknown = await company.call('changeDistributionLevel', { productCode: 'B2B', distributionLevel: 'X' });
      assert.deepEqual([unknown.kind, unknown.httpStatus, unknown.error?.code], ['refused', 400, 'request_refused']);
      assert.match(unknown.serverMessage, /distributionLevel/);
    },
  },
};

/** Done, with this status where the operation has one. */
function done(outcome: Outcome, status = ''): void {
  const { kind, ok, status: is, httpStatus, error, unclear } = outcome;
  assert.deepEqual({ kind, ok, status: is, httpStatus, error, unclear }, {
    kind: 'done', ok: true, status, httpStatus: 200, error: undefined, unclear: false,
  });
}

/** Where a request to the API, or Decline to the publisher's route, goes. */
const route = (to: Operation): string => (to.mode === 'client' ? '**/subshare/decline' : `**/capi${to.path.replace('{productCode}', '*')}*`);

if (engineName === 'chromium') {
  useBrowser();

  test('contract: it describes the eleven operations and no other', () => {
    assert.deepEqual(operations.map(({ id }) => id), Object.keys(cases));
    const inferred = operations.filter(({ source }) => source === 'I').map(({ summary }) => Number.parseInt(summary));
    assert.deepEqual(inferred, [5, 7, 9, 10, 11]);
  });

  for (const [id, { example: name, args, outcome, walk }] of Object.entries(cases)) {
    journey(`${id}, with the sandbox`, async (scene) => {
      await walk(scene);
      await scene.contract.settle();
      assert.ok((scene.contract.asked.get(id) ?? 0) > 0 && scene.contract.answered.get(id)?.includes(200), `${id} was not checked`);
    });

    journey(`${id}, the documented example`, async (scene) => {
      const to = operation(id);
      const script = await Script.open(scene, 'ola');
      const { playwright } = script.person.page as ChromiumPage;
      let sent: string | null = null;
      await playwright.route(route(to), async (way, asked) => {
        if (asked.method() !== to.method) return way.fallback();
        sent = asked.postData();
        await way.fulfill({
          body: example(`${name}.response`),
          headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': scene.sandbox.publisher },
        });
      });
      const got = await script.call(id, ...args);
      if (to.body) assert.deepEqual(JSON.parse(sent!), request(name));
      else assert.equal(sent, null);
      const { kind, status, rules, levels, nets } = got;
      assert.deepEqual(JSON.parse(JSON.stringify({ kind, status, rules, levels, nets })), outcome);
      if (id === 'listSharedSubscribers') {
        const { sharedUserInformationList } = JSON.parse(example(`${name}.response`)) as { sharedUserInformationList: object[] };
        const about = { state: 'pending', mayCancel: true, mayRename: true, mayInvite: false };
        assert.deepEqual(await script.rows('ABC'), sharedUserInformationList.map((row) => ({ ...row, ...about })));
        assert.equal((await script.call<{ inUse: number }>('seats', 'ABC')).inUse, 1);
      }
    });

    test(`contract: ${id}, its examples fit and what is broken is caught`, () => catchesWhatIsBroken(operation(id), name));
  }

  journey(
    'an answer of the wrong shape is caught by the contract, and refused by the module',
    async (scene) => {
      const ola = await Script.open(scene, 'ola');
      await scene.sandbox.control('faults', { operation: 'list_share_rules', fault: 'wrong_shape' });
      const outcome = await ola.call('listShareRules', { productCode: 'NAT' });
      assert.deepEqual([outcome.kind, outcome.error?.code], ['failed', 'answer_wrong_type']);
      await scene.contract.settle();
      assert.match(scene.contract.problems.join('\n'), /^listShareRules, answer: body\/customerProductShareRules must be array/m);
    },
    { contract: /^listShareRules, answer: / },
  );

  journey(
    'a request that was tampered with is caught by the contract',
    async (scene) => {
      const ola = await Script.open(scene, 'ola');
      const { playwright } = ola.person.page as ChromiumPage;
      await playwright.route('**/capi/v1/subscription/share/invitation', (way, asked) =>
        way.continue({
          headers: { ...asked.headers(), accept: '*/*' },
          postData: JSON.stringify({ ...(asked.postDataJSON() as object), productCode: 'x'.repeat(13), nickname: 'K' }),
        }),
      );
      await ola.call('sendInvitation', { contact: 'kari@example.com', productCode: 'NAT' });
      await scene.contract.settle();
      const problems = scene.contract.problems.join('\n');
      assert.match(problems, /Accept must be application\/json; it is \*\/\*/);
      assert.match(problems, /must NOT have additional properties: nickname/);
    },
    { contract: /^sendInvitation, request: / },
  );

  journey(
    'a request that is no operation, and a token on its way elsewhere, are caught by the contract',
    async (scene) => {
      const ola = await Script.open(scene, 'ola');
      await ola.person.page.evaluate(async (api) => {
        const headers = { Authorization: 'Bearer somebody' };
        for (const url of ['/api/session.json', `${api}/v1/subscription/shares`, `${api}/v1/subscription/share?all=1`]) {
          await (await fetch(url, { headers })).text();
        }
      }, scene.sandbox.api);
      await scene.contract.settle();
      assert.deepEqual(scene.contract.problems.sort(), [
        'GET /v1/subscription/share?all=1: matches no operation',
        'GET /v1/subscription/shares: matches no operation',
        `GET ${scene.sandbox.publisher}/api/session.json: has Authorization, which is for the API alone`,
      ]);
    },
    { contract: /matches no operation|for the API alone/ },
  );

  journey(
    'an inferred path can be another at run time',
    async (scene) => {
      const company = await Script.open(scene, 'bedrift');
      const { playwright } = company.person.page as ChromiumPage;
      await playwright.route('**/capi/v2/nets/mine*', (way) =>
        way.fulfill({
          body: example('09-nets.response'),
          headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': scene.sandbox.publisher },
        }),
      );
      await company.use({ paths: { listNets: '/v2/nets/mine' } });
      assert.deepEqual((await company.call('listNets')).nets, [net]);
    },
    { contract: /^GET \/v2\/nets\/mine: matches no operation$/ },
  );
}

type Json = Record<string, unknown>;

/** Every way to break a body by one member: taken away, of another type, one too many. */
function* brokenOnes(body: Json): Generator<[string, Json]> {
  for (const [name, value] of Object.entries(body)) {
    const { [name]: _, ...without } = body;
    yield [`without ${name}`, without];
    yield [`${name} of another type`, { ...body, [name]: typeof value === 'number' ? 'x' : 17 }];
    if (!Array.isArray(value)) continue;
    for (const [inner, item] of brokenOnes(value[0] as Json)) yield [`${name}[0] ${inner}`, { ...body, [name]: [item] }];
  }
  yield ['with one too many', { ...body, stranger: true }];
}

/** Members that may be absent from what is described: leaving one of them out is no breach. */
const optional = /without (firstName|lastName|success|shareCount|usage|userId|\w+Time|share\w+|product(Name|Code)|customerNumber|loginRequired|ipRanges|domains)$/;

function catchesWhatIsBroken(to: Operation, name: string): void {
  const headers = { accept: 'application/json', authorization: 'Bearer abc', ...(to.type ? { 'content-type': to.type } : {}) };
  const path = to.path.replace('{productCode}', encodeURIComponent('Å'.repeat(12)));
  const sent = (body: unknown, other: Partial<typeof headers & Json> = {}, at = path): string[] => {
    const bytes = to.body ? new TextEncoder().encode(JSON.stringify(body)) : null;
    return wrongWithRequest(to, { method: to.method, path: at, headers: { ...headers, ...other } as Record<string, string>, body: bytes }, true);
  };
  const body = to.body ? request(name) : {};
  assert.deepEqual(sent(body), []);
  assert.notDeepEqual(sent(body, { accept: '*/*' }), []);
  assert.notDeepEqual(sent(body, { authorization: 'Basic abc' }), []);
  assert.notDeepEqual(sent(body, { 'content-type': 'text/plain' }), []);
  if (to.path !== path) assert.notDeepEqual(sent(body, {}, to.path.replace('{productCode}', encodeURIComponent('Å'.repeat(13)))), []);
  if (to.body) {
    for (const [how, broken] of brokenOnes(body)) {
      if (!/without (firstName|lastName|startTime|endTime)$|\] without (startTime|endTime)$/.test(how)) assert.notDeepEqual(sent(broken), [], how);
    }
  }

  const answered = (answer: unknown, ours = true, type = 'application/json'): string[] =>
    wrongWithAnswer(to, { status: 200, headers: { 'content-type': type, 'x-ratelimit-remaining': '99' }, body: JSON.stringify(answer) }, ours);
  const answer = JSON.parse(example(`${name}.response`)) as Json;
  assert.deepEqual(answered(answer), []);
  assert.notDeepEqual(answered(answer, true, 'text/html'), []);
  for (const [how, broken] of brokenOnes(answer)) {
    if (how.endsWith('one too many')) {
      assert.deepEqual(answered(broken, false), [], `the vendor may add: ${how}`);
      assert.notDeepEqual(answered(broken), [], `the sandbox may not add: ${how}`);
    } else if (!optional.test(how)) assert.notDeepEqual(answered(broken), [], how);
  }
  if ('status' in answer) assert.deepEqual(answered({ status: 'A_WORD_OF_TOMORROW' }), []);
  const other = (status: number, text: string): string[] => wrongWithAnswer(to, { status, headers: { 'content-type': 'application/json' }, body: text }, true);
  assert.deepEqual(other(400, '{"exceptionType":"a","errorMessage":"b"}'), []);
  assert.deepEqual(other(500, ''), []);
  assert.notDeepEqual(other(400, '{"errorMessage":5}'), []);
  assert.notDeepEqual(other(418, '{}'), []);
}
