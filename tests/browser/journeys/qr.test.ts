// The QR code of an invitation's link: read back from what is on the screen, by a decoder that knows nothing of how it was made.
import assert from 'node:assert/strict';

// A CommonJS bundle whose export is an object with the function in it.
import jsqr from 'jsqr';

import type { ChromiumPage } from '../lib/chromium.ts';
import { engineName, journey, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';

const decode = (jsqr as unknown as { default: typeof jsqr }).default as unknown as (
  pixels: Uint8ClampedArray, width: number, height: number, options: { inversionAttempts: 'dontInvert' },
) => { data: string } | null;

if (engineName === 'chromium') {
  useBrowser();

  const duo = { 'product-code': 'FUL' };
  const playwrightOf = (person: Person) => (person.page as ChromiumPage).playwright;
  const loaded = (person: Person): Promise<boolean> =>
    person.page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /\/qr-\w+\.js$/.test(name)));

  /** What a camera reads that is held before the screen. Dark on light only, as many of them. */
  async function scan(person: Person): Promise<string | undefined> {
    const png = (await playwrightOf(person).getByRole('img', { name: 'QR code: Link to the invitation' }).screenshot()).toString('base64');
    const { width, dark } = await person.page.evaluate(async (data) => {
      const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
      let text = '';
      for (let at = 0; at < pixels.length; at += 4) text += pixels[at]! < 128 ? '1' : '0';
      return { width: image.width, dark: text };
    }, png);
    const pixels = Uint8ClampedArray.from([...dark].flatMap((one) => (one === '1' ? [0, 0, 0, 255] : [255, 255, 255, 255])));
    return decode(pixels, width, dark.length / width, { inversionAttempts: 'dontInvert' })?.data;
  }

  journey('the QR code is the link, in every colour scheme, and is loaded when it is asked for', async ({ person, page }) => {
    const ola = await person('ola', { width: 360, height: 780 });
    await ola.opens(page('invite', duo));
    await ola.presses('Copy link: Liv Hansen');
    await ola.sees('The link is copied.');
    assert.equal(await loaded(ola), false, 'nobody has asked for it yet');
    await ola.presses('QR code');
    const link = `${new URL(await ola.page.url()).origin}/invitation.html?code=FULLIV01`;
    assert.equal(await scan(ola), link);
    assert.equal(await loaded(ola), true);
    assert.equal(await ola.focus(), 'button: QR code');
    for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
      await playwrightOf(ola).emulateMedia(media);
      assert.equal(await scan(ola), link, JSON.stringify(media));
    }
    // Escape puts away one thing at a time, and the focus goes back to what had opened it.
    await ola.hits('Tab');
    assert.equal(await ola.focus(), 'button: Close');
    await ola.hits('Escape');
    assert.equal(await playwrightOf(ola).getByRole('img').count(), 0);
    assert.equal(await ola.focus(), 'button: QR code');
    await ola.hits('Escape');
    assert.equal(await ola.focus(), 'button: Copy link: Liv Hansen');
    assert.ok(!(await ola.controls()).includes('QR code'));
  });

  journey('a long link is a QR code too, and one that is too long says that there is none', async ({ person, page }) => {
    const ola = await person('ola');
    const landing = (length: number): string => `https://fjordposten.example/${'del-abonnementet/'.repeat(100).slice(0, length)}?code={shareCode}`;
    await ola.opens(page('invite', { ...duo, 'landing-url': landing(700) }));
    await ola.presses('Copy link: Liv Hansen');
    await ola.presses('QR code');
    assert.equal(await scan(ola), landing(700).replace('{shareCode}', 'FULLIV01'));
    await ola.presses('Close');
    // More than the largest code holds.
    await ola.page.evaluate(() => document.querySelector('subshare-invite')!.setAttribute('landing-url', `/${'x'.repeat(3000)}?code={shareCode}`));
    await ola.presses('Copy link: Liv Hansen');
    await ola.presses('QR code');
    await ola.sees('This part of the page could not be loaded.');
  });
}
