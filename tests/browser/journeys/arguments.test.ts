// Whatever a page's own script passes: an outcome that names the argument, nothing sent, and a module that is as good as before.
import assert from 'node:assert/strict';

import { Script } from '../lib/client.ts';
import { engineName, journey, useBrowser } from '../lib/journey.ts';

/** What a call came to, as far as these look at it. */
interface Told {
  kind: string;
  code: string;
  field: string;
}

if (engineName === 'chromium') {
  useBrowser();

  /** Walks `calls`, expressions over `client`, in the page. */
  const told = (script: Script, calls: string[]): Promise<Told[]> =>
    script.person.page.evaluate(async (all) => {
      const answers: Told[] = [];
      // No eval under the page's policy: each stands here, by its name.
      const { client } = window as unknown as { client: Record<string, (...args: unknown[]) => Promise<{ kind: string; error?: { code: string; field: string } }>> };
      const throwing = { get contact() { throw new Error('no'); }, get nets() { throw new Error('no'); }, get shareCode() { throw new Error('no'); } };
      const circle: Record<string, unknown> = { loginRequired: true };
      circle.itself = circle;
      const net = (more: object) => ({ nets: [{ loginRequired: true, ...more }] });
      const values: Record<string, unknown> = {
        undefined, null: null, 'a text': 'a text', 5: 5, '[]': [], '{}': {}, throwing,
        'nets null': { nets: null }, 'nets text': { nets: 'a.no' }, 'nets object': { nets: { length: 1 } },
        'nets hole': { nets: new Array(2) }, 'net text': { nets: ['a.no'] }, 'net null': { nets: [null] },
        'login text': { nets: [{ loginRequired: 'yes' }] }, 'login missing': { nets: [{}] },
        'start NaN': net({ startTime: NaN }), 'end Infinity': net({ endTime: Infinity }), 'start text': net({ startTime: '2026' }),
        'start Date': net({ startTime: new Date(0) }), 'start BigInt': net({ startTime: 5n }), 'start half': net({ startTime: 1.5 }),
        'domains text': net({ domains: 'a.no' }), 'domain text': net({ domains: ['a.no'] }), 'domain number': net({ domains: [{ domain: 5 }] }),
        'domain missing': net({ domains: [{}] }), 'domain surrogate': net({ domains: [{ domain: 'a\ud800.no' }] }),
        'range text': net({ ipRanges: ['10.0.0.1'] }), 'range end': net({ ipRanges: [{ ipRangeStart: '10.0.0.1' }] }),
        'rest circle': { nets: [circle] }, 'rest BigInt': net({ priority: 5n }), 'rest NaN': net({ priority: NaN }), 'rest Symbol': net({ priority: Symbol() }),
        'contact number': { contact: 41234567, productCode: 'NAT' }, 'contact surrogate': { contact: 'k\ud800@example.com', productCode: 'NAT' },
        'contact Symbol': { contact: Symbol(), productCode: 'NAT' }, 'contact BigInt': { contact: 5n, productCode: 'NAT' }, 'contact object': { contact: {}, productCode: 'NAT' },
        'contact null': { contact: null, productCode: 'NAT' }, 'no product': { contact: 'kari@example.com' }, 'product number': { contact: 'kari@example.com', productCode: 1 },
        'name number': { contact: 'kari@example.com', productCode: 'NAT', firstName: 1 }, 'last name surrogate': { contact: 'kari@example.com', productCode: 'NAT', lastName: '\udc00' },
        'code number': { shareCode: 5, distributionLevel: 'N', productCode: 7 }, 'code null': { shareCode: null },
        'rename number': { shareCode: 'MIXSENT01', firstName: 5 }, product: { productCode: 'NAT' }, 'level number': { productCode: 'B2B', distributionLevel: 1 },
        code: { shareCode: 'MIXSENT01' }, 'signal text': { signal: 'x' }, 'waiting text': { onWaiting: 'x' }, 'options throwing': { get signal() { throw new Error('no'); } },
      };
      for (const one of all) {
        const [method = '', ...names] = one.split(': ');
        try {
          const { kind, error } = await client[method]!(...names.map((name) => values[name]));
          answers.push({ kind, code: error?.code ?? '', field: error?.field ?? '' });
        } catch (error) {
          answers.push({ kind: 'thrown', code: String(error), field: '' });
        }
      }
      return answers;
    }, calls);

  const table: [string, string, string][] = [
    ['sendInvitation: undefined', 'required', 'contact'],
    ['sendInvitation: null', 'required', 'contact'],
    ['sendInvitation: a text', 'required', 'contact'],
    ['sendInvitation: 5', 'required', 'contact'],
    ['sendInvitation: {}', 'required', 'contact'],
    ['sendInvitation: throwing', 'argument_invalid', 'contact'],
    ['sendInvitation: contact null', 'required', 'contact'],
    ['sendInvitation: contact number', 'argument_invalid', 'contact'],
    ['sendInvitation: contact Symbol', 'argument_invalid', 'contact'],
    ['sendInvitation: contact BigInt', 'argument_invalid', 'contact'],
    ['sendInvitation: contact object', 'argument_invalid', 'contact'],
    ['sendInvitation: contact surrogate', 'not_utf8', 'contact'],
    ['sendInvitation: no product', 'required', 'productCode'],
    ['sendInvitation: product number', 'argument_invalid', 'productCode'],
    ['sendInvitation: name number', 'argument_invalid', 'firstName'],
    ['sendInvitation: last name surrogate', 'not_utf8', 'lastName'],
    ['acceptInvitation: undefined', 'required', 'shareCode'],
    ['acceptInvitation: a text', 'required', 'shareCode'],
    ['acceptInvitation: code number', 'argument_invalid', 'shareCode'],
    ['acceptInvitation: throwing', 'argument_invalid', 'shareCode'],
    ['declineInvitation: null', 'required', 'shareCode'],
    ['declineInvitation: code number', 'argument_invalid', 'shareCode'],
    ['cancelSharing: {}', 'required', 'shareCode'],
    ['cancelSharing: code null', 'required', 'shareCode'],
    ['changeInvitationDetails: undefined', 'required', 'shareCode'],
    ['changeInvitationDetails: rename number', 'argument_invalid', 'firstName'],
    ['listShareRules: undefined', 'required', 'productCode'],
    ['listShareRules: code number', 'argument_invalid', 'productCode'],
    ['listShareRules: product: signal text', 'argument_invalid', 'signal'],
    ['listDistributionLevels: null', 'required', 'productCode'],
    ['changeDistributionLevel: product', 'required', 'distributionLevel'],
    ['changeDistributionLevel: level number', 'argument_invalid', 'distributionLevel'],
    ['listSharedSubscribers: waiting text', 'argument_invalid', 'onWaiting'],
    ['listNets: options throwing', 'argument_invalid', 'signal'],
    ['acceptInvitation: code: signal text', 'argument_invalid', 'signal'],
    ['changeNets: undefined', 'required', 'nets'],
    ['changeNets: null', 'required', 'nets'],
    ['changeNets: {}', 'required', 'nets'],
    ['changeNets: []', 'required', 'nets'],
    ['changeNets: throwing', 'argument_invalid', 'nets'],
    ['changeNets: nets null', 'required', 'nets'],
    ['changeNets: nets text', 'argument_invalid', 'nets'],
    ['changeNets: nets object', 'argument_invalid', 'nets'],
    ['changeNets: nets hole', 'required', 'nets[0]'],
    ['changeNets: net text', 'argument_invalid', 'nets[0]'],
    ['changeNets: net null', 'required', 'nets[0]'],
    ['changeNets: login text', 'argument_invalid', 'nets[0].loginRequired'],
    ['changeNets: login missing', 'required', 'nets[0].loginRequired'],
    ['changeNets: start NaN', 'argument_invalid', 'nets[0].startTime'],
    ['changeNets: end Infinity', 'argument_invalid', 'nets[0].endTime'],
    ['changeNets: start text', 'argument_invalid', 'nets[0].startTime'],
    ['changeNets: start Date', 'argument_invalid', 'nets[0].startTime'],
    ['changeNets: start BigInt', 'argument_invalid', 'nets[0].startTime'],
    ['changeNets: start half', 'argument_invalid', 'nets[0].startTime'],
    ['changeNets: domains text', 'argument_invalid', 'nets[0].domains'],
    ['changeNets: domain text', 'argument_invalid', 'nets[0].domains[0]'],
    ['changeNets: domain number', 'argument_invalid', 'nets[0].domains[0].domain'],
    ['changeNets: domain missing', 'required', 'nets[0].domains[0].domain'],
    ['changeNets: domain surrogate', 'not_utf8', 'nets[0].domains[0].domain'],
    ['changeNets: range text', 'argument_invalid', 'nets[0].ipRanges[0]'],
    ['changeNets: range end', 'required', 'nets[0].ipRanges[0].ipRangeEnd'],
    ['changeNets: rest circle', 'argument_invalid', 'nets[0].itself'],
    ['changeNets: rest BigInt', 'argument_invalid', 'nets[0].priority'],
    ['changeNets: rest NaN', 'argument_invalid', 'nets[0].priority'],
    ['changeNets: rest Symbol', 'argument_invalid', 'nets[0].priority'],
  ];

  journey('each of the eleven methods names the argument that is wrong, and sends nothing', async (scene) => {
    const script = await Script.open(scene, 'bedrift');
    await scene.sandbox.forgetCalls();
    const answers = await told(script, table.map(([call]) => call));
    answers.forEach((answer, i) => {
      const [call, code, field] = table[i]!;
      assert.deepEqual(answer, { kind: 'refused', code, field }, call);
    });
    assert.deepEqual(await scene.sandbox.calls(), []);
    assert.equal((await script.call('listNets')).nets!.length, 1, 'the list on the server is as it was');
  });

  journey('what the API calls optional is optional', async (scene) => {
    const ola = await Script.open(scene, 'ola');
    const renamed = (names: object) => ola.call('changeInvitationDetails', { shareCode: 'MIXSENT01', ...names });
    assert.equal((await renamed({ firstName: 'Siri' })).kind, 'done');
    assert.equal((await renamed({ lastName: 'Sand', firstName: null })).kind, 'done');
    assert.equal((await ola.call('listSharedSubscribers')).kind, 'done');
    const row = (await ola.rows('MIX')).find(({ shareCode }) => shareCode === 'MIXSENT01');
    assert.deepEqual([row?.firstName, row?.lastName], ['Siri', 'Sand']);
    assert.equal((await ola.call('sendInvitation', { contact: 'kari@example.com', productCode: 'NAT', firstName: null }, null)).status, 'SHARE_OK');
  });

  /** Clients with options of which one is wrong: how a call that does not need it ends, and one that does. */
  journey('one bad option is refused by name, and disables nothing else', async (scene) => {
    const script = await Script.open(scene, 'ola');
    const outcomes = await script.person.page.evaluate(async () => {
      const { createClient } = (await import('/subshare/dist/index.js' as string)) as { createClient(options: unknown): Record<string, (...args: unknown[]) => Promise<{ kind: string; error?: { code: string; field: string } }>> };
      const good = { baseUrl: document.body.dataset.api, tokens: '/subshare/token', declineUrl: '/subshare/decline' };
      const throwing = { ...good };
      Object.defineProperty(throwing, 'tokens', { get() { throw new Error('no'); } });
      const cases: Record<string, unknown> = {
        good, undefined, null: null, text: 'https://api.example', number: 5,
        'baseUrl missing': { ...good, baseUrl: undefined }, 'baseUrl number': { ...good, baseUrl: 5 }, 'baseUrl refused': { ...good, baseUrl: 'https://10.0.0.300/capi' },
        'baseUrl surrogate': { ...good, baseUrl: 'https://\ud800.no' },
        'tokens missing': { ...good, tokens: undefined }, 'tokens number': { ...good, tokens: 5 }, 'tokens empty': { ...good, tokens: {} }, 'tokens throwing': throwing,
        'declineUrl query': { ...good, declineUrl: '/subshare/decline?from=here' }, 'declineUrl number': { ...good, declineUrl: 5 }, 'declineUrl not one': { ...good, declineUrl: 'https://[' },
        'path number': { ...good, paths: { listNets: 5 } }, 'path wrong': { ...good, paths: { listNets: 'no slash' } }, 'path undefined': { ...good, paths: { listNets: undefined, listShareRules: null } },
        'paths null': { ...good, paths: null },
        'timeout NaN': { ...good, timeout: NaN }, 'timeout Infinity': { ...good, timeout: Infinity }, 'timeout 2^31': { ...good, timeout: 2 ** 31 }, 'timeout negative': { ...good, timeout: -1 }, 'timeout text': { ...good, timeout: '5' },
      };
      const said = ({ kind, error }: { kind: string; error?: { code: string; field: string } }) => (error ? `${kind} ${error.code} ${error.field}`.trim() : kind);
      const all: Record<string, string[]> = {};
      for (const [name, options] of Object.entries(cases)) {
        const client = createClient(options);
        all[name] = [
          said(await client.listSharedSubscribers!()),
          said(await client.declineInvitation!({ shareCode: 'NO-SUCH' })),
          said(await client.listNets!()),
        ];
        client.close!();
      }
      return all;
    });
    const fine = ['done', 'refused', 'done'];
    const every = (error: string) => [error, error, error];
    const wanted: Record<string, string[]> = {
      good: fine,
      undefined: every('refused required baseUrl'),
      null: every('refused required baseUrl'),
      text: every('refused required baseUrl'),
      number: every('refused required baseUrl'),
      'baseUrl missing': every('refused required baseUrl'),
      'baseUrl number': every('refused argument_invalid baseUrl'),
      'baseUrl refused': every('refused base_url_invalid baseUrl'),
      'baseUrl surrogate': every('refused not_utf8 baseUrl'),
      'tokens missing': ['refused required tokens', 'refused', 'refused required tokens'],
      'tokens number': ['refused argument_invalid tokens', 'refused', 'refused argument_invalid tokens'],
      'tokens empty': ['refused argument_invalid tokens', 'refused', 'refused argument_invalid tokens'],
      'tokens throwing': ['refused argument_invalid tokens', 'refused', 'refused argument_invalid tokens'],
      'declineUrl query': fine,
      'declineUrl number': ['done', 'refused base_url_invalid declineUrl', 'done'],
      'declineUrl not one': ['done', 'refused base_url_invalid declineUrl', 'done'],
      'path number': ['done', 'refused', 'refused path_invalid paths.listNets'],
      'path wrong': ['done', 'refused', 'refused path_invalid paths.listNets'],
      'path undefined': fine,
      'paths null': fine,
      'timeout NaN': fine,
      'timeout Infinity': fine,
      'timeout 2^31': fine,
      'timeout negative': fine,
      'timeout text': fine,
    };
    for (const [name, expected] of Object.entries(wanted)) assert.deepEqual(outcomes[name], expected, name);
  }, { contract: /decline\?from=here/ });

  const seed = 20_261_126;

  journey(`after 1,000 random calls and checks (seed ${seed}) the module is as good as before`, async (scene) => {
    const script = await Script.open(scene, 'bedrift');
    await scene.sandbox.forgetCalls();
    const found = await script.person.page.evaluate(async (start) => {
      // mulberry32
      let state = start;
      const random = (below: number): number => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) % below;
      };
      const throwing = () => { throw new Error('no'); };
      const simple: unknown[] = [
        undefined, null, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53, -0, 1.5, 5n, true, false, '', ' ', '\ud800', 'a\udc00b', '\0',
        'NAT', 'kari', '🌊'.repeat(300), 'x'.repeat(100_000), Symbol('s'), Symbol.iterator, () => 5, throwing, new Date(NaN), /x/, new Map(), Object.create(null),
        { toString: throwing, valueOf: throwing, toJSON: throwing }, new Proxy({}, { get: throwing, ownKeys: throwing }), new Proxy([], { get: throwing }), new Array(2 ** 32 - 1),
      ];
      const names = ['contact', 'productCode', 'shareCode', 'firstName', 'lastName', 'nets', 'loginRequired', 'startTime', 'ipRanges', 'ipRangeStart', 'domains', 'domain', 'distributionLevel', 'signal', 'onWaiting', '__proto__', 'length'];
      const value = (depth = 0): unknown => {
        const kind = random(depth > 3 ? 2 : 5);
        if (kind < 2) return simple[random(simple.length)];
        if (kind === 2) return Array.from({ length: random(4) }, () => value(depth + 1));
        const object: Record<string, unknown> = {};
        for (let i = random(5); i >= 0; i--) {
          const name = names[random(names.length)]!;
          const of = value(depth + 1);
          Object.defineProperty(object, name, random(12) === 0 ? { get: throwing, enumerable: true, configurable: true } : { value: of, enumerable: true, configurable: true });
        }
        return object;
      };
      const { client } = window as unknown as { client: Record<string, (...args: unknown[]) => unknown> };
      // Without those that would be right with no argument at all, and be sent.
      const methods = ['sendInvitation', 'acceptInvitation', 'declineInvitation', 'cancelSharing', 'changeInvitationDetails', 'listShareRules', 'listDistributionLevels', 'changeDistributionLevel', 'changeNets'];
      const known = ['count', 'row', 'findContact', 'seats', 'rule', 'mayInvite'];
      const isEmpty = (argument: { nets?: unknown } | undefined): boolean => {
        try {
          return Array.isArray(argument?.nets) && argument.nets.length === 0;
        } catch {
          return false;
        }
      };
      const wrong: string[] = [];
      for (let i = 0; i < 1000; i++) {
        const method = methods[random(methods.length)]!;
        try {
          const argument = value() as { nets?: unknown } | undefined;
          // That one is really given, and right.
          if (method === 'changeNets' && isEmpty(argument)) continue;
          const { kind, error } = (await client[method]!(argument, random(3) ? undefined : value(3))) as { kind: string; error?: { code: string; field: string } };
          if (kind !== 'refused' || !error || error.code === 'module_failed' || !error.field) wrong.push(`${i} ${method}: ${kind} ${error?.code} ${error?.field}`);
        } catch (error) {
          wrong.push(`${i} ${method}: ${String(error)}`);
        }
        try {
          client[known[random(known.length)]!]!(value(), value(), value());
        } catch (error) {
          wrong.push(`${i}: ${String(error)}`);
        }
      }
      return wrong;
    }, seed);
    assert.deepEqual(found, []);
    assert.deepEqual(await scene.sandbox.calls(), []);
    assert.equal((await script.call('listNets')).nets!.length, 1);
    assert.equal((await script.call('changeDistributionLevel', { productCode: 'B2B', distributionLevel: 'W' })).kind, 'done');
    assert.equal((await script.call('sendInvitation', { contact: 'kari@example.com', productCode: 'NAT' })).status, 'NO_SUBSCRIPTION');
  });
}
