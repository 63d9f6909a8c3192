// Every call ends, whatever the server, the token's source, the page's own functions, the browser and the clock do.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { type Outcome, Script } from '../lib/client.ts';
import { engineName, journey, type Scene, useBrowser } from '../lib/journey.ts';

const day = 24 * 60 * 60 * 1000;

if (engineName === 'chromium') {
  useBrowser();

  const playwright = (script: Script): ChromiumPage['playwright'] => (script.person.page as ChromiumPage).playwright;

  /** A page with a clock of the test's own, and a client. */
  const open = async (scene: Scene, user?: string): Promise<Script> => {
    const script = new Script(await scene.person(user));
    await playwright(script).clock.install();
    await script.person.opens(scene.page('client'));
    return script;
  };

  const forward = (script: Script, ms: number): Promise<void> => playwright(script).clock.fastForward(ms);

  /** The outcome of what was begun, with `step` between the looks; not for ever. */
  const end = async (script: Script, step: () => Promise<unknown>, steps = 400): Promise<Outcome> => {
    for (let i = 0; i < steps; i++) {
      const outcome = await script.ended();
      if (outcome) return outcome;
      await step();
    }
    throw new Error(`no end after ${steps} steps`);
  };

  /** Waits until the server has so many calls, or at least one. */
  const arrived = async ({ sandbox }: Scene, count = 1): Promise<void> => {
    while ((await sandbox.calls()).length < count) await new Promise((resolve) => setImmediate(resolve));
  };

  /** Counts in the page how many pieces of an answer have come. */
  const countPieces = async (script: Script): Promise<void> => {
    await playwright(script).addInitScript(() => {
      const page = window as unknown as { pieces: number };
      page.pieces = 0;
      const { send } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.send = function (body) {
        this.addEventListener('progress', () => page.pieces++);
        send.call(this, body);
      };
    });
  };

  const pieceCame = async (script: Script, count: number): Promise<void> => {
    await playwright(script).waitForFunction((wanted) => (window as unknown as { pieces: number }).pieces >= wanted, count, { polling: 20 });
  };

  journey('a long answer that keeps coming is waited for, longer than the time-out', async (scene) => {
    const script = new Script(await scene.person('sofie'));
    await countPieces(script);
    await playwright(script).clock.install();
    await script.person.opens(scene.page('client'));
    await scene.sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'piecewise', pieces: 6 });
    await script.begin('listSharedSubscribers');
    for (let piece = 1; piece < 6; piece++) {
      await pieceCame(script, piece);
      await forward(script, 10_000);
      assert.equal(await script.ended(), undefined);
      await scene.sandbox.control('more', { pieces: piece === 5 ? 10 : 1 });
    }
    assert.equal((await end(script, () => arrived(scene))).kind, 'done');
    assert.equal((await scene.sandbox.calls()).length, 1);
  });

  journey('but not for ever', async (scene) => {
    const script = new Script(await scene.person('sofie'));
    await countPieces(script);
    await playwright(script).clock.install();
    await script.person.opens(scene.page('client'));
    await scene.sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'piecewise', pieces: 1000, times: 10 });
    await script.begin('listSharedSubscribers');
    let piece = 0;
    while ((await scene.sandbox.calls()).length < 2) {
      if (piece < 40) await pieceCame(script, ++piece);
      await forward(script, 10_000);
      await scene.sandbox.control('more', { pieces: 1 });
    }
    assert.ok(piece >= 25, `given up after ${piece} pieces of 10 s`);
  });

  journey('an answer whose head comes and whose end does not is given up', async (scene) => {
    const script = await open(scene, 'sofie');
    await scene.sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'piecewise', times: 100 });
    await script.begin('listSharedSubscribers');
    await arrived(scene);
    const outcome = await end(script, () => forward(script, 5_000));
    assert.deepEqual([outcome.kind, outcome.error?.code], ['failed', 'timed_out']);
  });

  for (const source of ['the route', 'a function']) {
    journey(`a token that never comes, from ${source}, is waited for so long and no longer`, async (scene) => {
      const script = await open(scene, 'ola');
      if (source === 'the route') await scene.sandbox.control('faults', { operation: 'token_route', fault: 'hang', times: 100 });
      else await script.person.page.evaluate(() => (window as unknown as { useClient(options: object): void }).useClient({ tokens: { user: () => new Promise(() => {}) } }));
      await script.begin('sendInvitation', { contact: 'kari@example.com', productCode: 'NAT' });
      const outcome = await end(script, () => forward(script, 5_000));
      assert.equal(outcome.kind, 'failed');
      assert.equal(outcome.unclear, false);
      assert.deepEqual(await scene.sandbox.calls(), []);
    });
  }

  journey('a page that sleeps for a day, wherever its call stands, hears of its end', async (scene) => {
    const { sandbox } = scene;
    const faults: Record<string, object> = {
      'under way': { operation: 'list_shared_subscribers', fault: 'hang' },
      'in the middle of an answer': { operation: 'list_shared_subscribers', fault: 'piecewise' },
      'behind the rate limit': { operation: 'list_shared_subscribers', fault: 'status_429', resetSeconds: 50 },
      'before another try': { operation: 'list_shared_subscribers', fault: 'status_500' },
      'waiting for its token': { operation: 'token_route', fault: 'hang' },
    };
    for (const [where, fault] of Object.entries(faults)) {
      const script = await open(scene, 'ola');
      await sandbox.forgetCalls();
      await sandbox.control('faults', fault);
      await script.begin('listSharedSubscribers');
      if (where !== 'waiting for its token') await arrived(scene);
      await forward(script, day);
      const outcome = await end(script, () => forward(script, 1_000));
      assert.notEqual(outcome.kind, 'thrown', where);
      await sandbox.control('faults', undefined, 'DELETE');
      // And the page is as good as before.
      assert.equal((await script.call('listSharedSubscribers', { fresh: true })).kind, 'done', where);
      await script.person.page.close();
    }
  });

  journey('a list that was read before a night is read again', async (scene) => {
    const script = await open(scene, 'ola');
    await script.call('listSharedSubscribers');
    await scene.sandbox.forgetCalls();
    // The clock that counts from the page's start stands still while a computer sleeps: only the other one has gone on.
    await script.person.page.evaluate((ms) => {
      const { now } = Date;
      Date.now = () => now() + ms;
    }, day);
    await script.call('listSharedSubscribers');
    assert.equal((await scene.sandbox.calls()).length, 1);
  });

  journey("functions of the page that throw: the call ends all the same, and others are told", async (scene) => {
    const script = await Script.open(scene, 'ola');
    await scene.sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'status_429', resetSeconds: 1 });
    const told = await script.person.page.evaluate(async () => {
      type Loose = Record<string, (...args: unknown[]) => unknown>;
      const { client, useClient } = window as unknown as { client: Loose; useClient(options: object): void };
      const heard: string[] = [];
      const boom = (what: string) => () => { throw new Error(`thrown by ${what}`); };
      client.subscribe!(boom('a listener'));
      client.subscribe!((news: unknown) => heard.push(String(news)));
      const outcomes = [await client.listSharedSubscribers!({ onWaiting: boom('onWaiting') }) as { kind: string }];
      for (const user of [boom('tokens'), () => Promise.reject(new Error('no')), () => ({ get accessToken() { throw new Error('no'); } })]) {
        useClient({ tokens: { user } });
        outcomes.push((await (window as unknown as { client: Loose }).client.listNets!()) as { kind: string });
      }
      return { heard, kinds: outcomes.map(({ kind }) => kind) };
    });
    assert.deepEqual(told, { heard: ['changed'], kinds: ['done', 'failed', 'failed', 'failed'] });
    const problems = (await script.person.page.problems()).join('\n');
    assert.match(problems, /thrown by a listener/);
    assert.match(problems, /thrown by onWaiting/);
  }, { expect: /thrown by/ });

  journey('the module itself: hooks that throw, and tokens that are given twice and late', async (scene) => {
    const script = await Script.open(scene, 'ola');
    const token = await scene.sandbox.token('ola');
    await scene.sandbox.forgetCalls();
    const kinds = await script.person.page.evaluate(async (good) => {
      const { loadSubshare } = (await import('/subshare/dist/index.js' as string)) as { loadSubshare(): Promise<Record<string, (...args: unknown[]) => unknown>> };
      const core = await loadSubshare();
      const { session } = core.openSession!({ baseUrl: document.body.dataset.api, declineUrl: '', paths: [], callingCode: 47, timeoutMs: 0 }) as { session: number };
      const ended: string[] = [];
      const once = (hooks: (finish: () => void) => object): Promise<void> =>
        new Promise((finish) => core.listNets!(session, { waiting() {}, ...hooks(finish) }));
      for (let i = 0; i < 200; i++) {
        const id = core.listNets!(session, {
          needToken() { throw new Error('thrown by needToken'); }, waiting() {}, done({ kind }: { kind: string }) { ended.push(kind); throw new Error('thrown by done'); },
        });
        core.abortCall!(id);
      }
      let number = 0;
      await once((finish) => ({
        needToken(id: number) {
          number = id;
          core.provideToken!(id, good, 'available');
          core.provideToken!(id, 'another', 'available');
          core.provideToken!(id, '', 'failed');
          core.provideToken!(id, 'new\nline', 'available');
        },
        done({ kind }: { kind: string }) { ended.push(kind); finish(); },
      }));
      core.provideToken!(number, good, 'available');
      core.abortCall!(number);
      core.provideToken!(99_999, good, 'available');
      core.provideToken!(-1, good, 'available');
      return [ended.length, ended.at(-1)];
    }, token);
    assert.deepEqual(kinds, [201, 'done']);
    assert.deepEqual((await scene.sandbox.calls()).map(({ operation, status }) => [operation, status]), [['list_nets', 200]]);
  }, { expect: /thrown by/ });

  journey('a client that is closed in one of its own callbacks is closed', async (scene) => {
    const script = await Script.open(scene, 'ola');
    await scene.sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'status_429', resetSeconds: 60 });
    const outcomes = await script.person.page.evaluate(async () => {
      type Loose = Record<string, (...args: unknown[]) => unknown>;
      const page = window as unknown as { client: Loose; useClient(options: object): void };
      const all: unknown[] = [];
      const over = async () => {
        const { kind, error } = (await page.client.listNets!()) as { kind: string; error?: { code: string } };
        all.push(`${kind} ${error?.code}`, page.client.count!('NAT'), page.client.seats!('NAT') ?? null);
      };
      // While it waits, when something has changed, while the module is loaded, and while a token is fetched.
      const waited = (await page.client.listSharedSubscribers!({ onWaiting: () => page.client.close!() })) as { kind: string };
      all.push(waited.kind);
      await over();
      page.useClient({});
      page.client.subscribe!(() => page.client.close!());
      all.push(((await page.client.listShareRules!({ productCode: 'NAT' })) as { kind: string }).kind);
      await over();
      page.useClient({});
      const loading = page.client.listNets!();
      page.client.close!();
      all.push(((await loading) as { kind: string }).kind);
      await over();
      page.useClient({ tokens: { user: () => (page.client.close!(), 'token') } });
      all.push(((await page.client.listNets!()) as { kind: string }).kind);
      await over();
      return all;
    });
    const over = ['failed aborted', 0, null];
    assert.deepEqual(outcomes, ['failed', ...over, 'done', ...over, 'failed', ...over, 'failed', ...over]);
    const asked = (await scene.sandbox.calls()).map(({ operation }) => operation);
    assert.deepEqual(asked, ['list_shared_subscribers', 'list_share_rules']);
  });

  journey('a request that the browser refuses to make is one that failed', async (scene) => {
    const script = await open(scene, 'ola');
    for (const method of ['open', 'setRequestHeader', 'send']) {
      await script.person.page.evaluate((name) => {
        const type = XMLHttpRequest.prototype as unknown as Record<string, unknown>;
        const real = type[name];
        type[name] = () => { throw new DOMException('refused', 'SecurityError'); };
        (window as unknown as { allow(): void }).allow = () => (type[name] = real);
      }, method);
      // Often, for each leaves nothing behind.
      for (let i = 0; i < 30; i++) {
        await script.begin('listNets');
        const outcome = await end(script, () => forward(script, 5_000));
        assert.deepEqual([outcome.kind, outcome.error?.code], ['failed', 'network_failed'], method);
      }
      await script.person.page.evaluate(() => (window as unknown as { allow(): void }).allow());
      assert.equal((await script.call('listNets')).kind, 'done', `after ${method}`);
    }
  });

  journey('an answer of 16 MiB is read, and one of a byte more is not', async (scene) => {
    const script = await Script.open(scene, 'ola');
    const read = async (bytes: number) => {
      await scene.sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'exact_body', bytes, times: 1 });
      const { kind, error } = await script.call('listSharedSubscribers', { fresh: true });
      return [kind, error?.code];
    };
    assert.deepEqual(await read(16 * 1024 * 1024), ['done', undefined]);
    assert.deepEqual(await read(16 * 1024 * 1024 + 1), ['failed', 'answer_too_large']);
  }, { contract: /padding/ });
}
