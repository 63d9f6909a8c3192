// Every language has every sentence, every sentence is used, and every code of the core has one.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { byReason } from '../sentences.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const languages = readdirSync(at('../src/locales'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));
const sources = readdirSync(at('../src/elements'))
  .map((file) => readFileSync(at(`../src/elements/${file}`), 'utf8'))
  .join('\n');

const run = async (path) => {
  const { outputFiles } = await build({
    entryPoints: [at(path)],
    bundle: true,
    format: 'esm',
    write: false,
    define: { SUBSHARE_RELEASE: '""' },
  });
  return import('data:text/javascript,' + encodeURIComponent(outputFiles[0].text));
};
const messages = Object.fromEntries(
  await Promise.all(
    languages.map(async (name) => {
      const [{ default: all }, { default: company }] = await Promise.all([
        run(`../src/locales/${name}.ts`),
        run(`../src/locales/company/${name}.ts`),
      ]);
      // How numbers and dates are written is no sentence.
      const { formats: _, ...sentences } = all;
      return [name, { ...sentences, company }];
    }),
  ),
);

/** Where the core's errors come from, and the files in which they come of inviting alone: contacts, and rules with names. */
const coreSources = readdirSync(at('../../core/src'))
  .filter((file) => file.endsWith('.cpp') && file !== 'error.cpp')
  .map((file) => [file, readFileSync(at(`../../core/src/${file}`), 'utf8')]);
const ofInviting = ['contact.cpp', 'email.cpp', 'phone.cpp', 'invitees.cpp', 'rules.cpp'];

/** "ui.seats" -> the sentences under it: one, or one for each plural form. */
function* leaves(node, path = '') {
  for (const [key, value] of Object.entries(node)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') yield [here, [value]];
    else if (typeof value.other === 'string') yield [here, Object.values(value)];
    else yield* leaves(value, here);
  }
}
const places = (texts) => [...new Set(texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

for (const name of languages) {
  test(`${name}: complete, nothing too many, the same places to fill in`, () => {
    const english = new Map(leaves(messages.en));
    const own = new Map(leaves(messages[name]));
    assert.deepEqual([...own.keys()].sort(), [...english.keys()].sort());
    for (const [key, texts] of own) {
      assert.ok(texts.every((text) => text.trim()), `${name} ${key} is empty`);
      assert.deepEqual(places(texts), places(english.get(key)), `${name} ${key}`);
    }
    assert.equal(own.get('language')[0], name);
  });

  test(`${name}: has every plural form that the language needs`, () => {
    const forms = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
    const { ui, company } = messages[name];
    for (const [key, value] of [...Object.entries(ui), ...Object.entries(company.ui)]) {
      if (typeof value === 'object') assert.deepEqual(Object.keys(value).sort(), [...forms].sort(), key);
    }
  });
}

test('no short form ends the first sentence before its time', () => {
  // The elements set a message's first sentence off, up to the first stop that is followed by a space.
  for (const name of languages) {
    for (const [key, texts] of leaves(messages[name])) {
      for (const text of texts) assert.doesNotMatch(text, /[.!?] \p{Ll}/u, `${name} ${key}`);
    }
  }
});

test('every sentence of the interface is used', () => {
  const { ui, company } = messages.en;
  const unused = Object.keys({ ...ui, ...company.ui }).filter((key) => !sources.includes(`'${key}'`));
  assert.deepEqual(unused.filter((key) => !byReason.includes(key)), []);
});

// What was built: the elements' scripts, and the files that each of them may ask for later.
const meta = JSON.parse(readFileSync(at('../../build/web-meta.json'), 'utf8'));
const outputs = new Map(Object.entries(meta.outputs).map(([path, output]) => [basename(path), output]));
const scripts = [...outputs.keys()].filter((file) => file.startsWith('define-'));
const imports = (script) => outputs.get(script).imports.map(({ path }) => basename(path)).filter((file) => outputs.has(file));
const languageOf = (file) => outputs.get(file).entryPoint.match(/^src\/locales\/(\w+)\.ts$/)?.[1];
const textOf = (script) =>
  [script, ...imports(script).filter((file) => !/locales|subshare-/.test(outputs.get(file).entryPoint))]
    .map((file) => readFileSync(at(`../dist/${file}`), 'utf8'))
    .join('\n');
/** As an argument, in a choice, in a list; what is an attribute in a template comes after "=". */
const says = (text, key) => new RegExp(`[(?:,[]["'\`]${key}["'\`]`).test(text.replace(/"no"===?\w+\?"nb"/g, ''));

for (const script of scripts) {
  test(`${script}: its languages have every sentence that it says, and none of other elements'`, async () => {
    const text = textOf(script);
    const { ui, statuses, company } = messages.en;
    const elsewhere = /nets|distribution/.test(script) ? company.ui : {};
    const said = Object.keys(ui).filter((key) => says(text, key) || byReason.includes(key));
    assert.ok(said.length > 5, `${script} was read`);

    const files = imports(script).filter(languageOf);
    assert.deepEqual(files.map(languageOf).sort(), [...languages].sort());
    for (const file of files) {
      const { default: own } = await import(`../dist/${file}`);
      const all = messages[languageOf(file)];
      for (const group of ['ui', 'states', 'statuses', 'errors']) {
        for (const [key, sentence] of Object.entries(own[group])) assert.deepEqual(sentence, all[group][key], `${file} ${key}`);
      }
      assert.deepEqual(said.filter((key) => !(key in own.ui) && !(key in elsewhere)), [], `${file} lacks`);
      const speakers = scripts.filter((one) => imports(one).includes(file)).map(textOf).join('\n');
      const unsaid = Object.keys(own.ui).filter((key) => !says(speakers, key) && !byReason.includes(key));
      assert.deepEqual(unsaid, [], `${file} has too many`);

      const operations = Object.keys(statuses).filter((key) => says(text, key) || key === 'any');
      assert.deepEqual(Object.keys(own.statuses), operations);
      assert.deepEqual(Object.keys(own.states), text.includes('.states[') ? Object.keys(all.states) : []);
      for (const code of Object.keys(all.errors).filter((code) => !(code in own.errors))) {
        assert.ok(!text.includes(`errors.${code}`), `${file} lacks ${code}`);
        assert.ok(!text.includes('.parseContact('), `${script} checks contacts, and ${file} lacks ${code}`);
        const raising = coreSources.filter(([, source]) => source.includes(`ErrorCode::${code}`)).map(([name]) => name);
        assert.deepEqual(raising.filter((name) => !ofInviting.includes(name)), [], `${file} lacks ${code}`);
      }
    }
  });
}

test('every error code of the core has a sentence, and only those', () => {
  const header = readFileSync(at('../../core/include/subshare/error.hpp'), 'utf8').replace(/\/\/.*/g, '');
  const body = header.match(/enum class ErrorCode[^{]*\{([^}]*)count_/)[1];
  const codes = body.match(/\w+/g).filter((code) => code !== 'none');
  assert.ok(codes.length > 40, 'the header was read');
  const ownCodes = ['module_failed', 'webassembly_missing', 'argument_invalid', 'out_of_memory'];
  const { errors, company } = messages.en;
  assert.deepEqual([...Object.keys(errors), ...Object.keys(company.errors)].sort(), [...codes, ...ownCodes].sort());
});

test('every status has a sentence', () => {
  const header = readFileSync(at('../../core/include/subshare/status.hpp'), 'utf8');
  const body = header.match(/enum class ShareStatus[^{]*\{([^}]*)\}/)[1];
  const words = [...body.matchAll(/(\w+)(?: = \d+)?,/g)].map(([, word]) => word.toUpperCase());
  assert.deepEqual(Object.keys(messages.en.statuses.any).sort(), words.filter((w) => w !== 'UNKNOWN').sort());
  for (const [operation, sentences] of Object.entries(messages.en.statuses)) {
    for (const word of Object.keys(sentences)) assert.ok(words.includes(word), `${operation} ${word}`);
  }
});

test('each language is loaded by its tag, whatever follows in it, and others are English', async () => {
  assert.deepEqual([...languages].sort(), ['da', 'en', 'fi', 'nb', 'nn', 'sv']);
  const { I18n } = await run('../src/i18n.ts');
  // What is asked for: whose sentences, and the tag that dates and numbers follow.
  const cases = {
    ...Object.fromEntries(languages.map((name) => [name, [name, name]])),
    'nn-NO': ['nn', 'nn-NO'],
    'sv-FI': ['sv', 'sv-FI'],
    'FI-fi': ['fi', 'fi-FI'],
    no: ['nb', 'nb'],
    'no-NO': ['nb', 'nb'],
    se: ['en', 'en'],
    constructor: ['en', 'en'],
  };
  for (const [wanted, expected] of Object.entries(cases)) {
    const { messages: found, tag } = await I18n.load(wanted);
    assert.deepEqual([found.language, tag], expected, wanted);
  }
});

test('what is filled in keeps its form, and the rest of a Finnish sentence bears the ending', async () => {
  // An ending glued to what is filled in ("{name}lle", "{product}:n") is wrong for most names.
  for (const name of languages) {
    for (const [key, texts] of leaves(messages[name])) {
      for (const text of texts) assert.doesNotMatch(text, /\{\w+\}[:'’]?\p{L}/u, `${name} ${key}`);
    }
  }
  const { I18n } = await run('../src/i18n.ts');
  const fi = await I18n.load('fi');
  assert.equal(fi.t('haveIt', { n: 1 }), '1 lukija');
  assert.equal(fi.t('haveIt', { n: 0 }), '0 lukijaa');
});

test('what only companies read is beside the rest, and a language of one file has both', async () => {
  const { I18n, addLocale } = await run('../src/i18n.ts');
  const more = { en: async () => ({ default: messages.en.company }) };
  assert.equal((await I18n.load('en', more)).t('addNet'), 'Add a network');
  assert.equal((await I18n.load('en', more)).t('retry'), 'Try again');
  assert.equal((await I18n.load('en')).errors.ip_invalid, undefined);
  const { company } = messages.nb;
  addLocale('is', async () => ({ default: { ...messages.nb, language: 'is', company } }));
  assert.equal((await I18n.load('is', more)).t('addNet'), company.ui.addNet);
  addLocale('is', async () => ({ default: { ...messages.nb, language: 'is', company: undefined } }));
  assert.equal((await I18n.load('is', more)).t('addNet'), 'Add a network');
});

test('a sentence is filled in, with the plural form and the number of the language', async () => {
  const { I18n } = await run('../src/i18n.ts');
  const en = await I18n.load('en-GB');
  assert.equal(en.t('invite', { n: 1 }), 'Invite');
  assert.equal(en.t('invite', { n: 1200 }), 'Invite 1,200 people');
  assert.equal((await I18n.load('xx')).messages.language, 'en');
  assert.equal((await I18n.load('not a tag')).messages.language, 'en');
  assert.equal(en.t('remove', { name: '{other}' }), 'Remove {other}');
  assert.equal(en.t('remove', { name: 'نور' }), 'Remove \u2068نور\u2069');
});

test('numbers and dates that are written without Intl are written as it would', async () => {
  const { I18n } = await run('../src/i18n.ts');
  const { DateTimeFormat, NumberFormat } = Intl;
  const asked = [];
  Intl.DateTimeFormat = class { constructor() { asked.push('date'); } format() {} };
  Intl.NumberFormat = class { constructor() { asked.push('number'); } format() {} };
  try {
    for (const tag of ['da', 'da-DK', 'en', 'en-US', 'fi', 'fi-FI', 'nb', 'nb-NO', 'no', 'nn', 'nn-NO', 'sv', 'sv-FI', 'sv-SE']) {
      const i18n = await I18n.load(tag);
      // Node has data for nn, Chromium has not: there both are asked for.
      const tags = tag.startsWith('nn') ? [tag, 'nb'] : tag;
      const number = new NumberFormat(tags);
      for (const value of [0, 7, 999, 1000, 9999, 32_767, 1_234_567]) assert.equal(i18n.number(value), number.format(value), tag);
      const date = new DateTimeFormat(tags, { dateStyle: 'medium' });
      for (let at = Date.UTC(1999, 0, 1); at < Date.UTC(2031, 0, 1); at += 86_400_000 * 9.7) assert.equal(i18n.date(at), date.format(at), tag);
    }
    assert.deepEqual(asked, []);
    for (const tag of ['en-GB', 'en-IN', 'sv-AX', 'nb-NO-u-nu-arab']) {
      const i18n = await I18n.load(tag);
      i18n.number(1);
      i18n.date(0);
      assert.deepEqual(asked.splice(0), ['number', 'date'], tag);
    }
    const en = await I18n.load('en');
    en.number(-1);
    en.number(1.5);
    en.date(Number.NaN);
    assert.deepEqual(asked, ['number', 'date']);
  } finally {
    Object.assign(Intl, { DateTimeFormat, NumberFormat });
  }
});
