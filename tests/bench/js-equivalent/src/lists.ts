// The reader of lists, which the form asks for when a text is more than one contact.
import type { reader as ours } from '../../../../web/src/elements/invite-lists.js';
import type { Invitee } from './model.js';

/** As that of the package, so that the types tell when it changes. It needs no pauses: a list of hundreds is a task of a few ms. */
export const reader: typeof ours = async () => ({ now: split, inTurns: async (text) => split(text) });

function split(text: string): Invitee[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const c of text) {
    if (c === '"') quoted = !quoted;
    if (c === '\n' || c === '\r' || (!quoted && (c === ',' || c === ';'))) {
      parts.push(part);
      part = '';
      quoted = false;
    } else part += c;
  }
  return [...parts, part].filter((one) => one.trim()).map(splitName);
}

/** Takes `Kari Nordmann <kari@example.com>` apart. */
function splitName(part: string): Invitee {
  const [, before, contact] = /^([^]*)<([^<]*)>$/.exec(part.trim()) ?? [];
  if (contact === undefined) return { contact: part.trim(), firstName: '', lastName: '', rest: '' };
  const name = before!.trim().replace(/^"([^]*)"$/, '$1').trim();
  const comma = name.indexOf(',');
  const space = name.lastIndexOf(' ');
  const [firstName, lastName] =
    comma >= 0
      ? [name.slice(comma + 1), name.slice(0, comma)]
      : space >= 0
        ? [name.slice(0, space), name.slice(space + 1)]
        : [name, ''];
  return { contact: contact.trim(), firstName: firstName.trim(), lastName: lastName.trim(), rest: '' };
}
