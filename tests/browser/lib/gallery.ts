// What the gallery's test does and looks at, in the page. Each function is serialised, so it uses nothing from outside itself.

export function tileIds(): string[] {
  return [...document.querySelectorAll('.tile')].map(({ id }) => id);
}

/** Waits until each tile is in its state; answers with those that are not, and what they say instead. */
export async function allReached(): Promise<string[]> {
  const missing = () => [...document.querySelectorAll('.tile:not([data-reached])')];
  for (const end = performance.now() + 40_000; missing().length && performance.now() < end; ) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const text = (tile: Element) => tile.querySelector('.stage > *')?.shadowRoot?.querySelector<HTMLElement>('.all')?.innerText ?? '';
  return missing().map((tile) => `${tile.id}: ${text(tile).slice(0, 200)}`);
}

/** Sentences that a tile does not show. */
export function shows(sentences: Record<string, string[]>): string[] {
  const missing: string[] = [];
  for (const [id, wanted] of Object.entries(sentences)) {
    const element = document.querySelector(`#${id} .stage > *`)!;
    const all = element.shadowRoot!.querySelector<HTMLElement>('.all')!;
    const fields = [...all.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    const text = [all.innerText, ...fields].join(' ').replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ');
    for (const sentence of wanted) {
      // A number in braces counts down.
      const pattern = sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace('\\{n\\}', '\\d+');
      if (!new RegExp(pattern).test(text)) missing.push(`${id} does not say "${sentence}": ${text.slice(0, 300)}`);
    }
  }
  return missing;
}

/** Chooses in the gallery's bar, and waits until all elements speak the language. */
export async function choose(choice: Record<string, string>): Promise<void> {
  const bar = document.getElementById('bar') as HTMLFormElement;
  for (const [name, value] of Object.entries(choice)) (bar.elements.namedItem(name) as HTMLSelectElement).value = value;
  bar.dispatchEvent(new Event('change'));
  const wanted = (bar.elements.namedItem('lang') as HTMLSelectElement).value;
  const others = () =>
    [...document.querySelectorAll('.stage > :not([lang=art])')].some((element) => element.shadowRoot!.querySelector('.all')!.getAttribute('lang') !== wanted);
  for (const end = performance.now() + 45_000; others() && performance.now() < end; ) await new Promise((resolve) => requestAnimationFrame(resolve));
  if (others()) throw new Error(`not all elements speak ${wanted}`);
  // An element hears of another colour of the page's text when its transition to it has ended.
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  while (document.getAnimations().some((one) => one instanceof CSSTransition && one.transitionProperty === 'color')) await frame();
  await frame();
}

/** What sticks out of the page or of its element, and text that is cut off. A list of many scrolls, and shortens names, on purpose. */
export function allFit(): string[] {
  const wrong: string[] = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) wrong.push(`the page is ${document.documentElement.scrollWidth} px wide in ${width} px`);
  for (const element of document.querySelectorAll('.stage > *')) {
    const { left, right } = element.getBoundingClientRect();
    for (const one of element.shadowRoot!.querySelectorAll<HTMLElement>('.all *:not(.hidden, .bone)')) {
      const rect = one.getBoundingClientRect();
      if (!rect.width || one.closest('svg:not(.qr)')) continue;
      const name = `${element.closest('.tile')!.id}: ${one.localName}.${one.className} "${one.textContent!.trim().slice(0, 40)}"`;
      if (rect.left < left - 4 || rect.right > right + 4) wrong.push(`${name} sticks out`);
      const style = getComputedStyle(one);
      const cut = style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1 && !one.closest('.long') && one.localName !== 'input';
      const cutBelow = style.overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 1 && one.localName !== 'input';
      if (cut || cutBelow) wrong.push(`${name} is cut off`);
    }
  }
  return wrong;
}

/** Controls smaller than `least` px, except links and buttons that stand within a sentence. */
export function smallTargets(least: number): string[] {
  const small: string[] = [];
  for (const element of document.querySelectorAll('.stage > *')) {
    for (const control of element.shadowRoot!.querySelectorAll('button, a[href], input, textarea, select')) {
      const box = (control.closest('label') ?? control).getBoundingClientRect();
      if (box.width && (box.width < least || box.height < least)) {
        small.push(`${element.closest('.tile')!.id}: ${control.localName} "${control.textContent!.trim()}" is ${Math.round(box.width)}×${Math.round(box.height)}`);
      }
    }
  }
  return small;
}
