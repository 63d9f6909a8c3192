// When the list is drawn and what for: not at the end of the task that reads the answer, and no more of a long one than is seen of it. A slow
// phone would otherwise stand still meanwhile. How long anything takes is the bench's affair.
import assert from 'node:assert/strict';

import { journey, useBrowser } from '../lib/journey.ts';

useBrowser();

interface Drawn {
  /** Rows in the page when the answer's own task was at its end, and once they had been drawn. */
  atEnd: number;
  inPage: number;
  /** Rows that were asked of the core: by then, and at a key in the form after that. */
  read: number;
  atKey: number;
}

/** Has the list read as for another user and drawn anew. */
async function drawAgain(): Promise<Drawn> {
  type Element = HTMLElement & { api: { userChanged(): void; row(...args: unknown[]): unknown }; updateComplete: Promise<unknown> };
  const element = document.querySelector<Element>('subshare-invite')!;
  const { api } = element;
  const root = element.shadowRoot!;
  const rows = (): number => root.querySelectorAll('[data-key]').length;
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  let read = 0;
  const { row } = api;
  api.row = (...args) => (read++, row.apply(api, args));
  const atEnd: number[] = [];
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (...args) {
    // After "load" and all that it leads to without another task.
    this.addEventListener('loadend', () => atEnd.push(rows()));
    send.apply(this, args);
  };
  api.userChanged();
  await element.updateComplete;
  if (rows()) throw new Error('The list of another user is still there.');
  while (!rows()) await frame();
  // What is drawn once more when its height is known belongs to it.
  for (let i = 0; i < 3; i++) await frame();
  const first = read;
  const field = root.querySelector('textarea')!;
  field.value = 'k';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await element.updateComplete;
  return { atEnd: Math.max(...atEnd), inPage: rows(), read: first, atKey: read - first };
}

journey('1,000 people: drawn in a task of their own, and only those in view are read', async ({ sandbox, person, page }) => {
  for (const [status, count] of [['REQUEST_ACCEPTED', 400], ['SHARE_REQUEST_SENT', 300], ['REQUEST_DECLINED', 300]] as const) {
    await sandbox.control('shares', { owner: 'sofie', productCode: 'BIG', status, count });
  }
  const sofie = await person('sofie');
  await sofie.opens(page('invite', { 'product-code': 'BIG' }));
  await sofie.page.evaluate(async () => {
    const root = document.querySelector('subshare-invite')!.shadowRoot!;
    while (!root.querySelector('[data-key]')) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  const { atEnd, inPage, read, atKey } = await sofie.page.evaluate(drawAgain);
  assert.equal(atEnd, 0, 'rows are drawn in the task that reads the answer');
  assert.ok(inPage >= 8 && inPage <= 20, `${inPage} rows are in the page`);
  // Those that are drawn, and two searches of ten steps each for where a group ends.
  assert.ok(read <= inPage + 25, `${read} rows are read for ${inPage}`);
  assert.ok(atKey <= inPage, `${atKey} rows are read at a key, for ${inPage} drawn`);
});

journey('a long list is as high as all its rows, wherever it is scrolled to', async ({ sandbox, person, page }) => {
  await sandbox.control('shares', { owner: 'sofie', productCode: 'BIG', count: 300 });
  for (const width of [360, 1280]) {
    const sofie = await person('sofie', { width, height: 800 });
    await sofie.opens(page('invite', { 'product-code': 'BIG' }));
    const found = await sofie.page.evaluate(async () => {
      const root = document.querySelector('subshare-invite')!.shadowRoot!;
      const frames = async (n: number): Promise<void> => {
        for (let i = 0; i < n; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      };
      while (!root.querySelector('.long [data-key]')) await frames(1);
      await frames(3);
      const list = root.querySelector<HTMLElement>('.long')!;
      const row = root.querySelector<HTMLElement>('[data-key]')!;
      const one = row.offsetHeight;
      const items = Number(row.getAttribute('aria-setsize'));
      const heights = [list.scrollHeight];
      const gaps: number[] = [];
      for (const part of [0.3, 0.8, 1]) {
        list.scrollTop = list.scrollHeight * part;
        await frames(4);
        heights.push(list.scrollHeight);
        // What is seen is rows, not the room for them.
        const box = list.getBoundingClientRect();
        const drawn = [...list.querySelectorAll('[data-key], .group')].map((at) => at.getBoundingClientRect());
        gaps.push(Math.max(Math.min(...drawn.map(({ top }) => top)) - box.top, box.bottom - Math.max(...drawn.map(({ bottom }) => bottom))));
      }
      return { wanted: items * one, heights, gaps };
    });
    for (const height of found.heights) assert.ok(Math.abs(height - found.wanted) <= 4, `${height} px high, for ${found.wanted} at ${width} px`);
    for (const gap of found.gaps) assert.ok(gap <= 2, `${gap} px are empty at ${width} px`);
  }
});

journey('a list as long as can be: others have their turn while it is read', async ({ sandbox, person, page }) => {
  await sandbox.control('shares', { owner: 'sofie', productCode: 'BIG', count: 32_000 });
  const sofie = await person('sofie');
  await sofie.opens(page('invite', { 'product-code': 'BIG' }));
  await sofie.sees('32,000');
  const turns = await sofie.page.evaluate(async () => {
    const element = document.querySelector('subshare-invite') as unknown as { api: { listSharedSubscribers(options: object): Promise<{ ok: boolean }> } };
    // The module takes each turn by a channel of its own.
    let turns = 0;
    const { MessageChannel } = window;
    window.MessageChannel = class extends MessageChannel {
      constructor() {
        super();
        turns++;
      }
    };
    const { ok } = await element.api.listSharedSubscribers({ fresh: true });
    window.MessageChannel = MessageChannel;
    return ok ? turns : -1;
  });
  // 10 MB, of which no processor reads more than a part in 8 ms; the last is for what comes of it.
  assert.ok(turns >= 2, `${turns} turns`);
});
