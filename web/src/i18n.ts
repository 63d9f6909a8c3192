// Sentences and dates in the page's language. One file per language, loaded when it is needed.
import type { company } from './locales/company/en.js';
import type { en } from './locales/en.js';
import { areOf, plainDate, plainNumber, type Formats } from './formats.js';
import { page } from './page.js';

/** A sentence that depends on a number, by the plural forms that the language has. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

type English = typeof en;

/** All sentences of a language. `{name}` stands for something that is filled in. */
export interface Messages {
  language: string;
  /** Without them Intl writes numbers and dates. */
  formats?: Formats;
  ui: Record<keyof English['ui'], string | Plural>;
  states: Record<keyof English['states'], string>;
  statuses: { [K in keyof English['statuses']]: Record<keyof English['statuses'][K], string> };
  errors: Record<keyof English['errors'], string>;
  /** Those of <subshare-nets> and <subshare-distribution>, where a language has them in the same file. */
  company?: CompanyMessages;
}
export interface CompanyMessages {
  ui: Record<keyof typeof company.ui, string | Plural>;
  errors: Record<keyof typeof company.errors, string>;
}
/** Single sentences, for those who want some of a language's other than they are. */
export interface Words extends Partial<Pick<{ [K in keyof Messages]: Partial<Messages[K]> }, 'ui' | 'states' | 'errors'>> {
  statuses?: { [K in keyof Messages['statuses']]?: Partial<Messages['statuses'][K]> };
  company?: { ui?: Partial<CompanyMessages['ui']>; errors?: Partial<CompanyMessages['errors']> };
}
export type UiKey = keyof Messages['ui'] | keyof CompanyMessages['ui'];

export type LoadLocale = () => Promise<{ default: Messages }>;
/** What only some elements say, by language, so that the others' pages do not carry it. */
export type MoreMessages = Record<string, () => Promise<{ default: CompanyMessages }>>;

const files: Record<string, LoadLocale> = {
  da: () => import('./locales/da.js'),
  en: () => import('./locales/en.js'),
  fi: () => import('./locales/fi.js'),
  nb: () => import('./locales/nb.js'),
  nn: () => import('./locales/nn.js'),
  sv: () => import('./locales/sv.js'),
};

/** Adds a language, or replaces one: `addLocale('is', () => import('./is.js'))`. */
export function addLocale(language: string, load: LoadLocale): void {
  const { locales, speakers } = page();
  locales[language] = load;
  for (const speak of speakers) speak();
}

/** The one's sentences in place of the other's, at any depth. */
export function over<T extends object>(all: T, words: object): T {
  const both = { ...all } as Record<string, unknown>;
  for (const [key, value] of Object.entries(words)) {
    const its = both[key];
    // A sentence with plural forms is replaced as a whole.
    both[key] = its && typeof its === 'object' && !('other' in its) && typeof value === 'object' ? over(its, value as object) : value;
  }
  return both as T;
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

type Values = Record<string, string | number>;

export class I18n {
  #ui: Record<string, string | Plural>;
  /** What errors say, by the core's names. */
  readonly errors: Record<string, string>;
  // Made when first needed: a format of dates takes tens of milliseconds on a slow phone, and not every state shows one.
  #plural: Intl.PluralRules | undefined;
  #date: Intl.DateTimeFormat | undefined;
  #number: Intl.NumberFormat | undefined;
  #time: Intl.DateTimeFormat | undefined;
  readonly #tags: string | string[];
  readonly #formats: Formats | undefined;

  private constructor(
    /** The language that was asked for, as far as Intl knows it: dates and numbers follow it. */
    readonly tag: string,
    readonly messages: Messages,
    more?: CompanyMessages,
  ) {
    this.#ui = { ...messages.ui, ...more?.ui };
    this.errors = { ...messages.errors, ...more?.errors };
    const { formats, language } = messages;
    if (formats && areOf(formats, language, tag)) this.#formats = formats;
    // Chromium has no data for nn and would write dates in the language of the browser. Those of nb are the same.
    this.#tags = messages.language === 'nn' ? [tag, 'nb'] : tag;
  }

  /** Falls back to English for a language that is not there. */
  static async load(wanted: string, more?: MoreMessages): Promise<I18n> {
    const primary = wanted.toLowerCase().split('-')[0]!;
    const locales = { ...files, ...page().locales };
    // The tag of both Norwegian languages together is mostly meant as Bokmål.
    const own = Object.hasOwn(locales, primary) ? primary : primary === 'no' ? 'nb' : 'en';
    const [{ default: all }, also, words] = await Promise.all([locales[own]!(), (more?.[own] ?? more?.['en'])?.(), page().words[own]]);
    const messages = words ? over(all, words) : all;
    let tag = own;
    try {
      if (own === primary) tag = Intl.getCanonicalLocales(wanted)[0]!;
    } catch {
      // Not a language tag: the file's own language will do.
    }
    const company = all.company ?? also?.default;
    return new I18n(tag, messages, words?.company && company ? over(company, words.company) : company);
  }

  /** A sentence of the interface. */
  t(key: UiKey, values?: Values): string {
    return this.fill(this.#ui[key]!, values);
  }

  fill(text: string | Plural, values: Values = {}): string {
    const form =
      typeof text === 'string'
        ? text
        : (text[(this.#plural ??= new Intl.PluralRules(this.#tags)).select(Number(values['n']))] ?? text.other);
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (typeof value === 'number') return this.number(value);
      // Isolated, so that an Arabic name does not turn the sentence around it.
      return value === undefined ? whole : rightToLeft.test(value) ? `\u2068${value}\u2069` : value;
    });
  }

  number(value: number): string {
    const plain = this.#formats && plainNumber(this.#formats, value);
    return plain ?? (this.#number ??= new Intl.NumberFormat(this.#tags)).format(value);
  }

  date(epochMs: number): string {
    const plain = this.#formats && plainDate(this.#formats, epochMs);
    return plain ?? (this.#date ??= new Intl.DateTimeFormat(this.#tags, { dateStyle: 'medium' })).format(epochMs);
  }

  dateTime(epochMs: number): string {
    this.#time ??= new Intl.DateTimeFormat(this.#tags, { dateStyle: 'medium', timeStyle: 'short' });
    return this.#time.format(epochMs);
  }
}

/** The language of an element: its own `lang`, the nearest one above it through shadow roots, or the page's. */
export function languageOf(element: Element): string {
  return speaker(element)?.getAttribute('lang') ?? 'en';
}

/** The same as the page's author wrote it; undefined where a browser has translated the page already (Chromium's class). */
export function authoredLanguageOf(element: Element): string | undefined {
  const found = speaker(element);
  return found?.matches(':root:is(.translated-ltr, .translated-rtl)') ? undefined : (found?.getAttribute('lang') ?? undefined);
}

function speaker(element: Element): Element | null {
  for (let at: Element | null = element; at; ) {
    // An empty one says nothing here: in a template it is a value that was not there.
    const found: Element | null = at.closest('[lang]:not([lang=""])');
    if (found) return found;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return null;
}
