// What editors and the documentation are told of the elements is what the elements have.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { manifestOf } from '../manifest.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = (path) => readFileSync(at(`../src/${path}`), 'utf8');
const folder = readdirSync(at('../src/elements'));
const sources = folder.map((name) => source(`elements/${name}`)).join('\n');
const names = (list) => list.map(({ name }) => name).sort();

let manifest;
let elements;
before(async () => {
  manifest = await manifestOf(at('..'));
  elements = manifest.modules.flatMap(({ declarations }) => declarations.filter(({ tagName }) => tagName));
});

test('it is a manifest by the schema', () => {
  const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('custom-elements-manifest/schema.json'), 'utf8'));
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  assert.ok(validate(manifest), JSON.stringify(validate.errors, null, 1));
  assert.deepEqual(elements.map(({ tagName }) => tagName), ['subshare-invite', 'subshare-invitation', 'subshare-nets', 'subshare-distribution']);
});

test('each attribute and each property of the sources is in it', () => {
  const base = properties(source('elements/base.ts'));
  for (const { tagName, attributes, members } of elements) {
    const own = properties(source(`elements/${tagName.replace('subshare-', '')}.ts`));
    const wanted = [...base, ...own].filter(({ attribute }) => attribute !== 'decline-url' || tagName === 'subshare-invitation');
    assert.deepEqual(names(attributes), [...new Set(['lang', ...wanted.flatMap(({ attribute }) => attribute || [])])].sort(), tagName);
    const also = tagName === 'subshare-invitation' ? [] : ['declineUrl'];
    assert.deepEqual(names(members), [...new Set(['lang', ...wanted.map(({ name }) => name)])].filter((name) => !also.includes(name)).sort(), tagName);
  }
});

/** `static properties` as it is written, of one class and of what it takes over. */
function properties(text) {
  const body = (text.match(/const connection = \{[\s\S]*?\n\};/)?.[0] ?? '') + (text.match(/static override get properties\(\)[\s\S]*?\n {2}\}/)?.[0] ?? '');
  return [...body.matchAll(/^\s+(\w+): \{(.*)\},$/gm)].map(([, name, options]) => ({
    name, attribute: options.includes('attribute: false') ? '' : (options.match(/attribute: '([\w-]+)'/)?.[1] ?? name.toLowerCase()),
  }));
}

test('each event that can be heard is in it, and no other', () => {
  const map = source('events.ts').match(/interface SubshareEventMap \{([\s\S]*?)\}/)[1];
  const there = [...map.matchAll(/'([\w-]+)': (\w+);/g)].map(([, name, type]) => `${name} ${type}`).sort();
  const told = new Set(elements.flatMap(({ events }) => events.map(({ name, type }) => `${name} ${type.text}`)));
  assert.deepEqual([...told].sort(), there);
});

test('each part, slot and custom property of the sources is in it, and no other', () => {
  const of = (kind) => [...new Set(elements.flatMap((one) => names(one[kind])))].sort();
  const parts = [...sources.matchAll(/part="([a-z ]+)"/g)].flatMap(([, all]) => all.split(' '));
  assert.deepEqual(of('cssParts'), [...new Set(parts)].sort());
  assert.deepEqual(of('cssProperties'), [...new Set([...sources.matchAll(/var\((--subshare-[a-z-]+)/g)].map(([, name]) => name))].sort());
  // What stands in an expression is `accepted` or `declined`.
  const slots = [...sources.matchAll(/<slot(?: name="(\w+)"| (name=\$\{))?/g)].flatMap(([, name = '', chosen]) => (chosen ? ['accepted', 'declined'] : name));
  assert.deepEqual(of('slots'), [...new Set(slots)].sort());
});

test('all of it is described', () => {
  for (const element of elements) {
    for (const kind of ['attributes', 'events', 'cssParts', 'cssProperties', 'slots']) {
      for (const { name, description } of element[kind]) assert.match(description ?? '', /\.$/, `${element.tagName}, ${kind}, ${name}`);
    }
  }
});
