// The rules of an e-mail address, one a row, for both variants' schemas: the name of what is wrong, and what must hold. The first that does
// not hold is what a person is told.
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const domainOf = (text: string): string => text.slice(text.indexOf('@') + 1);
const localOf = (text: string): string => text.slice(0, text.indexOf('@'));

export const emailRules: [code: string, holds: (text: string) => boolean][] = [
  ['email_local_part_missing', (text) => localOf(text) !== ''],
  ['email_domain_missing', (text) => domainOf(text) !== ''],
  ['email_local_part_invalid', (text) => /^[\w.!#$%&'*+/=?^`{|}~-]+$/.test(localOf(text))],
  ['email_local_part_too_long', (text) => localOf(text).length <= 64],
  ['email_domain_invalid', (text) => domainOf(text).replace(/\.$/, '').split('.').every((one) => label.test(one))],
  ['email_domain_incomplete', (text) => /[^.]\.[^.]+$/.test(domainOf(text))],
  ['email_too_long', (text) => text.length <= 254],
];

/** Domains of mailboxes that many people have. */
const common = ['gmail.com', 'hotmail.com', 'hotmail.no', 'outlook.com', 'icloud.com', 'online.no', 'yahoo.com', 'yahoo.no', 'telia.com'];

function oneEditApart(a: string, b: string): boolean {
  if (a.length < b.length) [a, b] = [b, a];
  if (a.length - b.length > 1) return false;
  let i = 0;
  while (i < b.length && a[i] === b[i]) i++;
  if (a.length !== b.length) return a.slice(i + 1) === b.slice(i);
  return (
    (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2)) || a.slice(i + 1) === b.slice(i + 1)
  );
}

/** A likely correction of a slip in the domain, or nothing. */
export function suggestEmail(email: string): string {
  const domain = domainOf(email);
  if (common.includes(domain)) return '';
  const meant = common.find((one) => one.length > 7 && oneEditApart(domain, one));
  return meant ? `${localOf(email)}@${meant}` : '';
}
