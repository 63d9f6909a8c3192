// Single sentences of a language in the publisher's own words. Looked through before they are used: what would leave a hole in a sentence, or is
// none of ours, is told on the console by its name, and the language's own stays.
import { report } from './arguments.js';
import { over, type Words } from './i18n.js';
import { page } from './page.js';

/** Replaces sentences of `language`: `addWords('nb', { ui: { full: 'Hele familien er med' } })`. What was said so far is said anew. */
export function addWords(language: string, words: Words): void {
  const { words: all, speakers } = page();
  const earlier = all[language];
  all[language] = Promise.all([earlier, checked(language, words)]).then(([before = {}, now]) => over(before, now));
  for (const speak of speakers) speak();
}

type Sentences = { [key: string]: string | Sentences };

async function checked(language: string, words: Words): Promise<Words> {
  const [{ en }, { company }] = await Promise.all([import('./locales/en.js'), import('./locales/company/en.js')]);
  const { language: _, formats, ...ours } = en;
  return good({ ...ours, company } as unknown as Sentences, words as Sentences, language);
}

/** Those of `words` that can stand where `ours` stand. */
function good(ours: Sentences, words: unknown, path: string): Sentences {
  const taken: Sentences = {};
  const refuse = (where: string, why: string): void => report(new TypeError(`subshare: addWords: ${where} ${why}`));
  if (typeof words !== 'object' || !words) {
    refuse(path, 'is no object of sentences.');
    return taken;
  }
  for (const [key, value] of Object.entries(words as Sentences)) {
    const here = `${path}.${key}`;
    const own = Object.hasOwn(ours, key) ? ours[key]! : undefined;
    if (own === undefined) refuse(here, 'is no sentence of ours, and is left out.');
    else if (typeof own === 'object' && !isPlural(own)) taken[key] = good(own, value, here);
    else {
      const forms = typeof value === 'string' ? [value] : isPlural(value) ? Object.values(value) : [];
      const places = textsOf(own).flatMap(placesOf);
      const wrong = forms.flatMap((form) => (typeof form === 'string' ? placesOf(form) : ['?'])).find((place) => !places.includes(place));
      if (!forms.length) refuse(here, "is neither a text nor an object of the language's plural forms with `other` among them, and is left out.");
      else if (wrong) refuse(here, `cannot have ${wrong}, only ${places.join(', ') || 'plain text'}, and is left out.`);
      else taken[key] = value;
    }
  }
  return taken;
}

const isPlural = (value: unknown): value is Record<string, string> => typeof value === 'object' && !!value && 'other' in value;
const textsOf = (value: string | Sentences): string[] => (typeof value === 'string' ? [value] : (Object.values(value) as string[]));
const placesOf = (text: string): string[] => text.match(/\{\w+\}/g) ?? [];
