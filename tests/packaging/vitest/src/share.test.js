import { afterEach, expect, test } from 'vitest';
import 'subshare/define/invite.js';
import { SubshareInvite } from 'subshare/invite';
import { fakeClient } from 'subshare/testing';

afterEach(() => document.body.replaceChildren());

/** Waits until what was found is there: the elements draw when they are ready. */
const eventually = async (find) => {
  for (;;) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve));
  }
};

test('a page invites somebody', async () => {
  const client = fakeClient({ people: [{ firstName: 'Kari', lastName: 'Nordmann', state: 'accepted' }] });
  const element = document.createElement('subshare-invite');
  expect(element).toBeInstanceOf(SubshareInvite);
  Object.assign(element, { productCode: 'NAT', client, lang: 'en' });
  const heard = [];
  document.addEventListener('subshare-invited', (event) => heard.push(event.productCode));
  document.body.append(element);

  const field = await eventually(() => element.shadowRoot.querySelector('input, textarea'));
  expect(element.shadowRoot.textContent).toContain('1 of 3 seats in use');
  field.value = 'per@example.com';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const button = await eventually(() => [...element.shadowRoot.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Invite'));
  button.click();
  await eventually(() => heard.length);
  expect(client.calls.at(-1)).toMatchObject({ name: 'sendInvitation', argument: { contact: 'per@example.com', productCode: 'NAT' } });
});
