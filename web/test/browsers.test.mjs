// Everything that is built for pages runs, or makes do, in the oldest browser of each kind on the list (`browserslist` in package.json), as far as
// @mdn/browser-compat-data knows: the syntax and the calls of the scripts, and the styles.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import postcss from 'postcss';

const bcd = createRequire(import.meta.url)('@mdn/browser-compat-data');
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const { browserslist } = JSON.parse(readFileSync(at('../package.json'), 'utf8'));
const names = { ios_saf: 'safari_ios' };
const oldest = browserslist.map((line) => {
  const [name, version] = line.split(' >= ');
  return { browser: names[name] ?? name, version };
});

/** What is newer than the list and nevertheless used, and what is there in its place where it is not. */
const fallbacks = {
  'css light-dark()': 'colours of their own, in @supports',
  'css color-mix()': 'the same',
  'css :dir()': 'the button stays on the other side of the field',
  'css field-sizing': 'the field is one line high, and scrolls',
  'css field-sizing: content': 'the same',
  'css hyphens': 'the line before it, with the prefix',
  'css float: inline-start': 'the line before it',
  'css inline-size: stretch': 'the lines before it, with prefixes',
  'css :has': 'a line of what stands there while it loads is lower',
  'css accent-color': "the browser's own colour",
  'css outline': 'a ring without round corners',
  'css resize': 'nobody resizes a field on a phone',
  'css resize: none': 'the same',
  'css resize: vertical': 'the same',
  'css cursor: pointer': 'a phone has no pointer',
  'css cursor: default': 'the same',
  'css text-wrap': 'headings break where they happen to',
  'css text-wrap: balance': 'the same',
  'css text-align: match-parent': 'the line before it, with the prefix, or as it was',
  'css forced-color-adjust': 'of a mode that those browsers have not',
  'css forced-color-adjust: none': 'the same',
  'css overscroll-behavior': 'the page scrolls on where the list ends',
  'js adoptedStyleSheets': '<style> elements: Lit asks first, and so do the consents',
  'js replaceSync': 'the same',
  'js emptyScript': 'Lit asks first',
  'js createPolicy': 'the same',
  'js createHTML': 'the same',
  'js yield': 'a message to itself (next-task.ts)',
  'js InternalError': 'never made: embind knows the name of an error that Firefox throws',
  'js share': 'the button is drawn where it is there',
  'js ariaLabel': 'undefined in Firefox before 119: then it is not compared',
};

const before = (a, b) => {
  const [one, other] = [a, b].map((text) => String(text).replace('≤', '').split('.').map(Number));
  return one[0] === other[0] ? (one[1] ?? 0) < (other[1] ?? 0) : one[0] < other[0];
};
/** Which browsers of the list do not have it. */
function lacking({ __compat: compat } = {}) {
  if (!compat) return [];
  return oldest.filter(({ browser, version }) => {
    const all = [compat.support[browser] ?? []].flat();
    return !all.some((one) => one.version_added && !one.flags && !one.prefix && !one.alternative_name && one.version_added !== 'preview' && !before(version, one.version_added) && !one.version_removed);
  });
}
const tell = (what, found) => `${what}: not in ${found.map(({ browser, version }) => `${browser} ${version}`).join(', ')}`;

const used = new Set();
function judge(what, feature, wrong) {
  const found = lacking(feature);
  if (!found.length) return;
  if (what in fallbacks) used.add(what);
  else wrong.add(tell(what, found));
}

test('the list has the browsers that the documentation names', () => {
  assert.ok(oldest.length >= 5);
  for (const { browser } of oldest) assert.ok(bcd.browsers[browser], browser);
  const page = readFileSync(at('../docs/guide/browsers.md'), 'utf8');
  for (const name of ['Chrome, Edge | 109', 'Firefox | 115', 'Safari, on iOS too | 16.0']) assert.ok(page.includes(name), name);
});

// Which interfaces and objects have a member of that name: it may be used where one of them has had it for long enough.
const owners = new Map();
for (const [owner, members] of [...Object.entries(bcd.javascript.builtins), ...Object.entries(bcd.api)]) {
  for (const [name, feature] of Object.entries(members)) {
    if (name === '__compat') continue;
    const plain = name.replace(/_(static|event|permission)$/, '');
    owners.set(plain, [...(owners.get(plain) ?? []), { owner, feature, isStatic: name.endsWith('_static') || owner in bcd.javascript.builtins }]);
  }
}
const globals = { ...bcd.api, ...bcd.javascript.builtins };

/** Names of the page's and of ours that a built-in happens to have, too. */
const own = new Set(
  'capture changed check draw element forget format grow level lines messages number productName properties s states subscribe tag take to token turn watch'.split(' '),
);

test('scripts: no syntax and no call that the oldest browsers lack', () => {
  const wrong = new Set();
  const dist = at('../dist');
  const files = readdirSync(dist).filter((file) => file.endsWith('.js') && file !== 'server.js');
  assert.ok(files.length > 20);
  for (const file of files) {
    const tree = parse(readFileSync(`${dist}/${file}`, 'utf8'), { ecmaVersion: 2022, sourceType: 'module' });
    full(tree, (node) => {
      if (node.type === 'StaticBlock') judge('js static block', bcd.javascript.classes.static.initialization_blocks, wrong);
      if (node.type === 'Literal' && node.regex) {
        if (/\(\?<[=!]/.test(node.regex.pattern)) judge('js lookbehind', bcd.javascript.regular_expressions.lookbehind_assertion, wrong);
        if (node.regex.flags.includes('v')) judge('js flag v', bcd.javascript.builtins.RegExp.unicodeSets, wrong);
      }
      if (node.type === 'NewExpression' && node.callee.type === 'Identifier' && globals[node.callee.name]) judge(`js ${node.callee.name}`, globals[node.callee.name], wrong);
      if (node.type !== 'MemberExpression' || node.computed) return;
      const { name } = node.property;
      const object = node.object.type === 'Identifier' ? node.object.name : '';
      const statics = globals[object] && Object.hasOwn(globals, object) && (globals[object][`${name}_static`] ?? (object in bcd.javascript.builtins ? globals[object][name] : undefined));
      if (statics) return judge(`js ${object}.${name}`, statics, wrong);
      const found = owners.get(name);
      if (!found || own.has(name) || found.some(({ feature }) => !lacking(feature).length)) return;
      judge(`js ${name}`, found[0].feature, wrong);
    });
  }
  assert.deepEqual([...wrong], []);
});

test('styles: nothing that the oldest browsers lack, but what has a fallback', () => {
  const wrong = new Set();
  const { properties, selectors, types, 'at-rules': rules } = bcd.css;
  const colours = types.color;
  const sources = readdirSync(at('../src/elements')).map((file) => readFileSync(at(`../src/elements/${file}`), 'utf8'));
  const sheets = sources.flatMap((text) => [...text.matchAll(/css`([^`]*)`/g)].map(([, sheet]) => sheet));
  assert.ok(sheets.length >= 6);
  for (const sheet of sheets) {
    postcss.parse(sheet).walk((node) => {
      if (node.type === 'atrule') {
        judge(`css @${node.name}`, rules[node.name], wrong);
        for (const [, name] of node.params.matchAll(/\(\s*([\w-]+)/g)) judge(`css @${node.name} ${name}`, rules[node.name]?.[name], wrong);
      }
      if (node.type === 'rule') {
        for (const [, name] of node.selector.matchAll(/::?([\w-]+)/g)) judge(`css :${name}${name === 'dir' ? '()' : ''}`, selectors[name], wrong);
      }
      if (node.type !== 'decl' || node.prop.startsWith('-')) {
        if (node.type !== 'decl' || !node.prop.startsWith('--')) return;
      }
      const property = properties[node.prop];
      judge(`css ${node.prop}`, property, wrong);
      for (const [word] of node.value.matchAll(/(?<![\w-])[a-z][\w-]*(?![\w-]*\()/g)) judge(`css ${node.prop}: ${word}`, property?.[word], wrong);
      for (const [, name] of node.value.matchAll(/([\w-]+)\(/g)) judge(`css ${name}()`, colours[name] ?? types[name], wrong);
    });
  }
  assert.deepEqual([...wrong], []);
});

test('every fallback is for something that is used', () => {
  assert.deepEqual(Object.keys(fallbacks).filter((what) => !used.has(what)), []);
});
