// Every status, as the answer to every operation that has one, is a sentence that a person sees. The sentences are those of the elements'
// own English file, so that a status without one is found here; what the sandbox would not answer by itself it is told to.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { en } from '../../../web/src/locales/en.ts';
import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';
import type { Sandbox } from '../lib/sandbox.ts';

useBrowser();

/** The documented words, in the order of the digits that endpoint 3 answers in place of the first seven. */
const documented = [
  'SHARE_OK', 'NO_SUBSCRIPTION', 'SUBSCRIPTION_STOPPED', 'REQUEST_ACCEPTED', 'REQUEST_DECLINED', 'SHARING_ENDED',
  'SHARE_CODE_NOT_FOUND', 'SHARE_CHANGE_TYPE_NOT_SUPPORTED', 'ALREADY_IN_USE', 'SHARE_LIMIT', 'INVITATIONS_POOL_EXHAUSTED',
];
const unknown = 'SHARE_PAUSED';

type Asked = 'sendInvitation' | 'acceptInvitation' | 'declineInvitation' | 'cancelSharing';

const seatsInUse = (used: string): string => en.ui.seats.other.replace('{used}', used).replace('{n}', '10');
/**
 * What the eye sees in place of the sentence where something went as it should: the invitation among those sent, the seats that are left. The
 * sentence is then read out to those who do not see it. (Of 10 seats 4 are in use; SHARE_OK stood for one more before.)
 */
const instead: Partial<Record<Asked, Record<string, string>>> = {
  sendInvitation: { SHARE_OK: en.ui.sent.one },
  cancelSharing: { SHARE_OK: seatsInUse('4'), SHARING_ENDED: seatsInUse('3') },
};

function sentence(asked: Asked, status: string): string {
  if (status === unknown) return en.ui.unknownStatus.replace('{status}', status);
  const own: Record<string, string> = en.statuses[asked];
  return own[status] ?? (en.statuses.any as Record<string, string>)[status]!;
}

/** The answer is in words on the page, and for the eye too, not only for a screen reader. */
async function sees(person: Person, asked: Asked, status: string): Promise<void> {
  const text = instead[asked]?.[status] ?? sentence(asked, status);
  await person.sees(text);
  if (asked === 'cancelSharing') await person.sees(sentence(asked, status));
  const shown = await person.page.evaluate((wanted) => {
    const fold = (one: string): string => one.replace(/[\s\u00a0]+/g, ' ').trim();
    const visible = (root: ParentNode): string =>
      [...root.children]
        .map((element): string => {
          const { width, height } = element.getBoundingClientRect();
          const boxed = !['contents', 'inline', 'none'].includes(getComputedStyle(element).display);
          if (!element.checkVisibility() && !(element instanceof HTMLSlotElement)) return '';
          if (boxed && width * height <= 1) return '';
          const inner = element.shadowRoot ?? element;
          return inner.children.length > 0 ? ownText(inner) : (element.textContent ?? '');
        })
        .join(' ');
    const ownText = (node: ParentNode & Node): string =>
      [...node.childNodes].map((child) => (child instanceof Text ? child.data : child instanceof Element ? visible({ children: [child] } as never) : '')).join('');
    return fold(visible(document.body)).includes(fold(wanted));
  }, text);
  assert.ok(shown, `"${text}" is announced, but not to be seen`);
}

/** The sandbox does nothing and answers this status, once. */
const force = (sandbox: Sandbox, operation: string, status: string): Promise<unknown> =>
  sandbox.control('force-status', { operation, status });

for (const status of [...documented, unknown]) {
  const name = status === unknown ? 'a status that nobody knows' : status;
  journey(`${name} is seen after inviting, accepting, declining and ending`, async ({ sandbox, person, page }) => {
    const ola = await person('ola');
    const { clock } = (ola.page as ChromiumPage).playwright;
    await clock.install();
    await ola.opens(page('invite', { 'product-code': 'MIX' }));
    await force(sandbox, 'send_invitation', status);
    await ola.types(en.ui.contact, 'ny@example.com');
    await ola.presses(en.ui.invite.one);
    await sees(ola, 'sendInvitation', status);

    await force(sandbox, 'cancel_sharing', status);
    await ola.presses(`${en.ui.withdraw}: Sander Sendt`);
    await ola.presses(en.ui.withdraw);
    await ola.sees(en.ui.undo);
    await clock.fastForward(10_000); // the time in which it can be taken back
    await sees(ola, 'cancelSharing', status);

    const kari = await person('kari');
    await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
    await force(sandbox, 'accept_invitation', status);
    await kari.presses(en.ui.accept);
    await sees(kari, 'acceptInvitation', status);

    await kari.page.reload();
    const digit = documented.slice(0, 7).indexOf(status) + 1;
    await force(sandbox, 'decline_invitation', digit ? String(digit) : status);
    await kari.presses(en.ui.decline);
    await kari.presses(en.ui.sureYes);
    await sees(kari, 'declineInvitation', status);
    const asked = (await sandbox.calls()).map(({ operation }) => operation);
    for (const operation of ['send_invitation', 'cancel_sharing', 'accept_invitation', 'decline_invitation']) {
      assert.equal(asked.filter((one) => one === operation).length, 1, operation);
    }
  }, { chromiumOnly: 'sets the clock forward' });
}

/** Refused, and asked once more without another visit: with the next word each time. */
const refusals = documented.filter((status) => !['SHARE_OK', 'REQUEST_ACCEPTED'].includes(status));

journey('one refusal after the other, on one visit', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
  for (const status of refusals) {
    await force(sandbox, 'accept_invitation', status);
    await kari.presses(en.ui.accept);
    await sees(kari, 'acceptInvitation', status);
    await kari.presses(en.ui.back);
  }
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'MIX' }));
  await ola.types(en.ui.contact, 'ny@example.com');
  for (const status of refusals) {
    await force(sandbox, 'send_invitation', status);
    await ola.presses(en.ui.invite.one);
    await sees(ola, 'sendInvitation', status);
  }
});

test('each status has a sentence of its own', () => {
  assert.deepEqual(Object.keys(en.statuses.any).sort(), [...documented].sort());
  const sentences = documented.map((status) => sentence('acceptInvitation', status));
  assert.equal(new Set(sentences).size, documented.length);
});
