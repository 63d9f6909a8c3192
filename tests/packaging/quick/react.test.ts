// React 19 with Vite: components, the tag itself, StrictMode; and pages that render on every failure.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { startChromium } from '../../browser/lib/chromium.ts';
import { Person } from '../../browser/lib/person.ts';
import { install, run } from '../lib/package.ts';
import { environment } from '../lib/results.ts';
import { serving } from '../lib/server.ts';
import { Site } from '../lib/site.ts';
import { closeBrowser, use } from '../lib/use.ts';

const project = install('react');
after(closeBrowser);

environment('React 19, Vite', {
  types: () => void run(project, 'node_modules/typescript/bin/tsc', ['-p', '.']),
  production: () => assert.doesNotMatch(run(project, 'node_modules/vite/bin/vite.js', ['build']), /warn/i),
  used: async () => {
    for (const page of ['/', '/?page=tag']) {
      const site = await Site.open({ folder: join(project, 'dist') });
      try {
        await use(site, page);
      } finally {
        await site.close();
      }
    }
  },
  development: () =>
    serving(project, 'node_modules/vite/bin/vite.js', (port) => ['--port', String(port), '--host', '127.0.0.1'], async (upstream) => {
      const site = await Site.open({ upstream });
      try {
        await use(site, '/', { modules: 0, expect: /WebSocket|\[vite\]|DevTools/ });
      } finally {
        await site.close();
      }
    }),
}, { note: '`subshare/react`, or the tag itself', versions: { react: ['react', 'vite', 'typescript'] } });

for (const page of ['inline', 'inlineTag', 'anew']) {
  test(`a parent that renders whenever something fails (${page}) does not ask again and again`, { timeout: 120_000 }, async () => {
    const site = await Site.open({ folder: join(project, 'dist') });
    const browser = await startChromium();
    try {
      await site.sandbox.control('faults', { operation: '*', fault: 'wrong_shape', times: 10_000 });
      const tab = await browser.open();
      await tab.goto(`${site.url}/?page=${page}`);
      const element = tab.playwright.locator('subshare-invite');
      // It has failed and rendered anew, and then it stands: what would ask again would have, long before.
      await tab.playwright.waitForFunction(() => Number(document.querySelector('subshare-invite')?.getAttribute('data-times')) >= 1);
      for (let before = -1, now = 0; before !== now; ) {
        before = now;
        await tab.evaluate(async () => {
          for (let i = 0; i < 60; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
        });
        now = (await site.sandbox.calls()).length;
      }
      const calls = (await site.sandbox.calls()).length;
      // Two reads, each of them once; where the element itself is made anew, what a minute may have.
      assert.ok(calls <= (page === 'anew' ? 20 : 2), `${calls} calls`);
      assert.equal(await element.count(), 1);
    } finally {
      await browser.close();
      await site.close();
    }
  });
}

test('consents written inline are asked for once, and saved', { timeout: 120_000 }, async () => {
  const site = await Site.open({ folder: join(project, 'dist'), user: 'kari' });
  const browser = await startChromium();
  try {
    const kari = new Person(await browser.open());
    await kari.opens(`${site.url}/?page=consents`);
    await kari.presses('I agree to the terms.');
    await kari.presses('Accept');
    await kari.sees('[{"id":"terms","given":true}]');
    await kari.isContent();
  } finally {
    await browser.close();
    await site.close();
  }
});
