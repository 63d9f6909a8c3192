// Memory that the browser refuses: one call fails, with a code of its own, and the next is as good as ever.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { Script } from '../lib/client.ts';
import { engineName, journey, type Scene, useBrowser } from '../lib/journey.ts';

interface MemoryWindow {
  refuse: boolean;
  refused: number;
}

if (engineName === 'chromium') {
  useBrowser();

  /** A page whose memories do not grow while `window.refuse` is set. */
  const open = async (scene: Scene, user: string): Promise<Script> => {
    const script = new Script(await scene.person(user));
    await (script.person.page as ChromiumPage).playwright.addInitScript(() => {
      const page = window as unknown as MemoryWindow;
      page.refused = 0;
      const { grow } = WebAssembly.Memory.prototype;
      WebAssembly.Memory.prototype.grow = function (pages) {
        if (!page.refuse) return grow.call(this, pages);
        page.refused++;
        throw new RangeError('no memory');
      };
    });
    await script.person.opens(scene.page('client'));
    return script;
  };
  const refuse = (script: Script, refuse: boolean): Promise<number> =>
    script.person.page.evaluate((on) => {
      const page = window as unknown as MemoryWindow;
      page.refuse = on;
      return page.refused;
    }, refuse);

  journey('an answer that there is no memory for is one failed call', async (scene) => {
    const script = await open(scene, 'ola');
    assert.equal((await script.call('listSharedSubscribers')).kind, 'done');
    await refuse(script, true);
    for (let i = 0; i < 5; i++) {
      await scene.sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'exact_body', bytes: 12_000_000 });
      const outcome = await script.call('listSharedSubscribers', { fresh: true });
      assert.deepEqual([outcome.kind, outcome.error?.code, outcome.unclear], ['failed', 'out_of_memory', false]);
    }
    // What fits goes on, and what was known is.
    assert.equal((await script.rows('MIX')).length, 7);
    assert.equal((await script.call('sendInvitation', { contact: 'kari@example.com', productCode: 'NAT' })).status, 'SHARE_OK');
    assert.ok((await refuse(script, false)) > 0, 'growth was asked for, and refused');
    await scene.sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'exact_body', bytes: 12_000_000 });
    assert.equal((await script.call('listSharedSubscribers', { fresh: true })).kind, 'done');
    assert.equal((await script.rows('NAT')).length, 1);
  }, { contract: /padding/ });

  journey('an argument that there is no memory for is one failed call', async (scene) => {
    const script = await open(scene, 'ola');
    assert.equal((await script.call('listShareRules', { productCode: 'NAT' })).kind, 'done');
    await refuse(script, true);
    const told = await script.person.page.evaluate(async () => {
      const { client } = window as unknown as { client: Record<string, (...args: unknown[]) => unknown> };
      const codes: string[] = [];
      for (let i = 0; i < 50; i++) {
        const { error } = (await client.acceptInvitation!({ shareCode: 'x'.repeat(30_000_000) })) as { error?: { code: string } };
        codes.push(error?.code ?? '');
      }
      return [...new Set(codes)];
    });
    assert.deepEqual(told, ['out_of_memory']);
    assert.equal((await script.call('sendInvitation', { contact: 'kari@example.com', productCode: 'NAT' })).status, 'SHARE_OK');
    assert.ok((await refuse(script, false)) > 0);
    assert.deepEqual((await scene.sandbox.calls()).filter(({ operation }) => operation === 'accept_invitation'), []);
  });
}
