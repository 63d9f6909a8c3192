// What the form of <subshare-invite> needs for a whole list: reading files and formatted text, what was read, who would be
// left over, how far sending is. A chunk of its own, since most people invite one or two.
import type { html as Html, TemplateResult } from 'lit';
import type { I18n, UiKey } from '../i18n.js';

/** As much as the 32,767 people whom a product can have, and more than a person looks through. */
const largestFile = 2 ** 21;
/** Of many, so many are named. */
const named = 5;

// --- Reading.

/** The text of a file, or what to say of it. */
export async function fileText(file: File): Promise<{ text: string } | { trouble: UiKey; n: number }> {
  if (file.size > largestFile) return { trouble: 'fileTooLarge', n: largestFile / 2 ** 20 };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    // Taken away since, or not to be read by this person.
    return { trouble: 'fileUnreadable', n: 0 };
  }
  const text = decode(bytes);
  // A spreadsheet's own format, a picture, a PDF.
  return /[\0-\x08\x0e-\x1a]/.test(text) || /^(PK|%PDF|\{\\rtf)/.test(text) ? { trouble: 'fileNotText', n: 0 } : { text };
}

/** By its byte order mark; without one UTF-8, or where it is none, what spreadsheets on Windows write. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  // The decoder takes the mark off.
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', amp: '&' };

/**
 * The text of a clipboard that has nothing but HTML. Read as text: no element is ever made of it, which a page's policy may
 * forbid (Trusted Types) and nobody wants.
 */
export function htmlText(markup: string): string {
  return markup
    .replace(/<!--[^]*?-->|<(style|script|head|title)\b[^]*?<\/\1\s*>/gi, '')
    .replace(/\s+/g, ' ')
    // The address of a link that shows a name is in the link alone.
    .replace(/<a\b[^>]*?href=["']?(?:mailto|tel):([^"'?> ]+)[^>]*>(.*?)<\/a\s*>/gi, (_, contact: string, shown: string) => {
      const text = shown.replace(/<[^>]*>/g, '');
      return /@|\d{5}/.test(text.replace(/[^\w@+]/g, '')) ? text : `${text} &lt;${safely(contact)}&gt;`;
    })
    .replace(/<\/t[dh]\s*>(?=\s*<t[dh]\b)/gi, '\t')
    .replace(/<(br|\/p|\/div|\/li|\/tr|\/h\d|\/dd|\/dt)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
      const point = decimal ? parseInt(decimal, 10) : hex ? parseInt(hex, 16) : NaN;
      return point <= 0x10ffff ? String.fromCodePoint(point) : (entities[name?.toLowerCase() ?? ''] ?? whole);
    })
    .replace(/ *([\t\n]) */g, '$1')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function safely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// --- Showing. Each is given Lit's `html`, because a chunk that imported it would make the element's script fall into two.

export interface Look {
  /** Place in the form, from 1. */
  n: number;
  title: string;
  go: () => void;
}

export interface Summary {
  /** So many are said to have been read; 0 where nothing was. */
  read: number;
  ready: number;
  merged: number;
  looks: Look[];
}

/** What it says, for a screen reader. */
export function summaryText(i18n: I18n, { read, ready, merged, looks }: Summary): string {
  return [
    read && i18n.t('read', { n: read }),
    merged && i18n.t('merged', { n: merged }),
    ready && i18n.t('ready', { n: ready }),
    looks.length && i18n.t('look', { n: looks.length }),
  ]
    .filter(Boolean)
    .join(' ');
}

export function summary(html: typeof Html, i18n: I18n, all: Summary): TemplateResult {
  const { read, ready, merged, looks } = all;
  const some = looks.slice(0, named);
  const more = looks.length - some.length;
  return html`<div class="note ${looks.length ? 'bad' : 'good'}" id="read" part="summary">
    <p>
      ${read ? html`<strong>${i18n.t('read', { n: read })}</strong> ` : ''}${merged ? i18n.t('merged', { n: merged }) : ''}
      ${ready ? i18n.t('ready', { n: ready }) : ''}
    </p>
    ${some.length
      ? html`<p><strong>${i18n.t('look', { n: looks.length })}</strong></p>
          <ol>
            ${some.map(
              ({ n, title, go }) =>
                html`<li><button type="button" class="link inline" @click=${go}>${i18n.t('lookAt', { n, title })}</button></li>`,
            )}
            ${more ? html`<li>${i18n.t('andMore', { n: more })}</li>` : ''}
          </ol>`
      : ''}
  </div>`;
}

/** Those for whom there is no seat. */
export function leftOver(i18n: I18n, titles: string[]): string {
  const some = titles.slice(0, named).join(', ');
  const more = titles.length - named;
  return i18n.t('leftOver', { names: more > 0 ? `${some} ${i18n.t('andMore', { n: more })}` : some });
}

export function progress(html: typeof Html, i18n: I18n, { at, of }: { at: number; of: number }): TemplateResult {
  const text = i18n.t('ofAll', { n: at, all: of });
  return html`<p class="progress" part="progress">
    <progress max=${of} .value=${at} aria-label=${i18n.t('sendingAll')} aria-valuetext=${text}></progress>
    <span class="small">${text}</span>
  </p>`;
}
