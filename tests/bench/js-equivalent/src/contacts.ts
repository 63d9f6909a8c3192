// Contacts as a person types them: e-mail addresses by the variant's schema, telephone numbers by libphonenumber-js.
import { ParseError, parsePhoneNumberWithError } from 'libphonenumber-js/min';
import { emailProblem, nameProblem } from '#schemas';
import { suggestEmail } from './email.js';
import { problem, type Checks, type ContactCheck } from './model.js';

const bad = (code: string, fragment = ''): ContactCheck =>
  ({ ok: false, type: '', value: '', suggestion: '', key: '', alone: true, error: problem(code, 'contact', fragment) });

function checkEmail(text: string): ContactCheck {
  const code = emailProblem(text);
  const at = text.indexOf('@');
  // Letters of other alphabets have a sentence of their own.
  const isForeign = code === 'email_local_part_invalid' && /[^\0-\x7f]/.test(text.slice(0, at));
  if (code) return bad(isForeign ? 'email_local_part_foreign' : code, text);
  const value = text.slice(0, at) + text.slice(at).toLowerCase();
  return { ok: true, type: 'A', value, suggestion: suggestEmail(value), key: value.toLowerCase(), alone: true, error: undefined };
}

const phoneProblems: Record<string, string> = {
  NOT_A_NUMBER: 'phone_too_short',
  TOO_SHORT: 'phone_too_short',
  TOO_LONG: 'phone_too_long',
};

function checkPhone(text: string, callingCode: number): ContactCheck {
  if (/[^\d\s().+\u2010-\u2015\u2212-]/.test(text)) return bad('phone_character', text);
  // 00 is how many write the plus, and a bracket before it is none of the library's business.
  const international = text.replace(/^00/, '+').replace(/^\(\+(\d+)\)/, '+$1 ');
  try {
    const number = parsePhoneNumberWithError(
      international,
      callingCode ? { defaultCallingCode: String(callingCode), extract: false } : { extract: false },
    );
    if (!number.isPossible()) return bad('phone_wrong_length', text);
    return { ok: true, type: 'B', value: number.number, suggestion: '', key: number.number, alone: true, error: undefined };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const unknownCountry = international.startsWith('+') ? 'phone_calling_code_invalid' : 'phone_calling_code_needed';
    return bad(phoneProblems[error.message] ?? unknownCountry, text);
  }
}

const callingCodes: Record<string, number> = { nb: 47, nn: 47, no: 47, se: 46, sv: 46, da: 45, dk: 45, fi: 358 };

export const checks: Checks = {
  parseContact(given, callingCode) {
    const text = given.trim();
    const check = (): ContactCheck => {
      if (!text) return bad('required');
      if (text.includes('@')) return checkEmail(text);
      return /^[+(\d]/.test(text) ? checkPhone(text, callingCode) : bad('contact_unreadable', text);
    };
    // No list, so that the reader of lists is not needed.
    return { ...check(), alone: /^[^\n\r<,;]*[,;]?$/.test(text) };
  },
  parseName(given, field) {
    const value = given.trim();
    const code = nameProblem(value);
    return code ? { ok: false, value: '', error: problem(code, field, value) } : { ok: true, value, error: undefined };
  },
  parseCallingCode(text) {
    const [, digits] = /^\s*(?:\+|00)?([1-9]\d{0,2})\s*$/.exec(text) ?? [];
    return Number(digits ?? 0);
  },
  callingCodeForLanguage(tag) {
    const [language = '', ...regions] = tag.toLowerCase().split(/[-_]/);
    return callingCodes[regions.at(-1) ?? ''] ?? callingCodes[language] ?? 0;
  },
};
