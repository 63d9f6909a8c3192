// Lists, and the ways in which they come into the form of <subshare-invite>. What runs in the page is serialised, so it uses nothing from
// outside itself.
import type { Person } from './person.ts';

export interface Row {
  contact: string;
  firstName: string;
  lastName: string;
  /** What is said of it, where something is wrong with it. */
  wrong: string;
}

/** Puts a text into the browser's own clipboard, with keys. */
export async function copies(person: Person, text: string): Promise<void> {
  await person.page.evaluate((text) => {
    const source = document.createElement('textarea');
    source.id = 'source';
    source.value = text;
    document.body.append(source);
    source.select();
  }, text);
  await person.hits('Control+c');
  await person.page.evaluate(() => document.getElementById('source')!.remove());
}

/** Copies and pastes with keys. */
export async function pastes(person: Person, text: string): Promise<void> {
  await copies(person, text);
  await person.page.evaluate(() => {
    const fields = document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll<HTMLTextAreaElement>('.person textarea');
    [...fields].at(-1)!.focus();
  });
  await person.hits('Control+v');
}

/** Another program's clipboard, with the formats that it has. Several go into the last rows, one each, before anything else happens. */
export function pasteFormats(...clipboards: Record<string, string>[]): void {
  const fields = document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll<HTMLTextAreaElement>('.person textarea');
  for (const [i, field] of [...fields].slice(-clipboards.length).entries()) {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(clipboards[i]!)) clipboardData.setData(type, text);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true });
    // Where a constructor leaves it out, as Firefox's does with an untrusted event.
    if (event.clipboardData !== clipboardData) Object.defineProperty(event, 'clipboardData', { value: clipboardData });
    field.select();
    field.dispatchEvent(event);
  }
}

/** Lets files fall onto the form, or chooses them. */
export function giveFiles(how: 'drop' | 'choose', files: { name: string; bytes: number[] }[]): void {
  const root = document.querySelector('subshare-invite')!.shadowRoot!;
  const dataTransfer = new DataTransfer();
  for (const { name, bytes } of files) dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
  if (how === 'drop') {
    for (const type of ['dragover', 'drop']) {
      root.querySelector('form .people')!.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
    }
  } else {
    const field = root.querySelector<HTMLInputElement>('[type=file]')!;
    field.files = dataTransfer.files;
    field.dispatchEvent(new Event('change'));
  }
}

/** Once nothing is drawn any more, all rows with something in them. */
export async function rowsOf(): Promise<Row[]> {
  const element = document.querySelector('subshare-invite') as HTMLElement & { updateComplete: Promise<unknown> };
  const root = element.shadowRoot!;
  const count = (): number => root.querySelectorAll('.person').length;
  for (let was = -1; was !== count(); ) {
    was = count();
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await element.updateComplete;
  }
  const ready = root.querySelector<HTMLButtonElement>('#ready[aria-expanded=false]');
  if (ready) {
    ready.click();
    for (let i = 0; i < 20; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return [...root.querySelectorAll('.person')]
    .map((row) => {
      const value = (selector: string): string => row.querySelector<HTMLInputElement>(selector)?.value ?? '';
      const wrong = [...row.querySelectorAll('.error')].map((error) => error.textContent!.trim()).filter(Boolean).join(' ');
      return { contact: value('textarea'), firstName: value('[id^=f]'), lastName: value('[id^=l]'), wrong };
    })
    .filter(({ contact }) => contact.trim());
}

/** What the page says of the list, once it does. */
export async function summaryOf(): Promise<string> {
  const root = document.querySelector('subshare-invite')!.shadowRoot!;
  for (const end = performance.now() + 45_000; performance.now() < end; ) {
    const found = root.querySelector('#read');
    if (found) return found.textContent!.replace(/\s+/g, ' ').trim();
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return '';
}
