// The documentation's site, from the sources: build/docs/site.
//
//   node make.mjs           into build/docs; web/dist is there, and so are VitePress and TypeDoc (./dev docs sees to both)
//
// What stands in this folder is copied, what can be made is made beside it: the elements' pages from dist/custom-elements.json, the JavaScript
// reference from dist/types, errors from the core's table and the sentences, the table of what it was tried in, and SECURITY.md as a page.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { groups, said, statuses } from './errors.mjs';
import { table as matrix } from '../../tests/packaging/matrix.mjs';

const here = import.meta.dirname;
const repo = resolve(here, '../..');
const web = join(repo, 'web');
const out = join(repo, 'build/docs');
const pages = join(out, 'pages');
const read = (path) => readFileSync(join(repo, path), 'utf8');
const write = (path, text) => {
  mkdirSync(dirname(join(pages, path)), { recursive: true });
  writeFileSync(join(pages, path), `${text.trim()}\n`);
};
/** A cell of a table: one line, in which nothing is a column's end or a tag. */
const cell = (text) => String(text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').replace(/<(?=[\w/])(?![^`]*`(?:[^`]*`[^`]*`)*[^`]*$)/g, '&lt;').trim();
const rows = (head, list) => [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...list.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');
/** `<!-- made: NAME -->` in a page becomes what was made for it. */
const fill = (page, made) => {
  let text = readFileSync(join(pages, page), 'utf8');
  for (const [name, content] of Object.entries(made)) {
    const mark = `<!-- made: ${name} -->`;
    if (!text.includes(mark)) throw new Error(`${page} has no place for ${name}.`);
    text = text.replace(mark, () => content);
  }
  write(page, text);
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of readdirSync(here)) if (!/^(node_modules|package.*\.json|.*\.mjs)$/.test(name)) cpSync(join(here, name), join(pages, name), { recursive: true });
symlinkSync(join(here, 'node_modules'), join(out, 'node_modules'));
mkdirSync(join(pages, 'public'), { recursive: true });
for (const name of ['gallery.png', 'themes.png']) cpSync(join(web, 'demo/pictures', name), join(pages, 'public', name));
mkdirSync(join(pages, 'made'));
cpSync(join(web, 'server/nginx.conf'), join(pages, 'made/nginx.conf'));

// --- The elements.

const { modules } = JSON.parse(read('web/dist/custom-elements.json'));
const elements = modules.flatMap(({ declarations }) => declarations.filter(({ tagName }) => tagName));
const short = (tag) => tag.replace('subshare-', '');
/** What several elements have, once, with the elements it is in. */
const together = (kind) => {
  const found = new Map();
  for (const element of elements) for (const one of element[kind]) found.set(one.name, { ...one, in: [...(found.get(one.name)?.in ?? []), short(element.tagName)] });
  return [...found.values()].map((one) => ({ ...one, in: one.in.length === elements.length ? 'all' : one.in.join(', ') }));
};
const code = (text) => `\`${text}\``;
const section = (title, text) => (text ? `## ${title}\n\n${text}\n` : '');
for (const one of elements) {
  const propertiesOnly = one.members.filter(({ attribute }) => !attribute);
  write(`reference/${short(one.tagName)}.md`, `# &lt;${one.tagName}>

${one.description}

${section('Attributes', `The property of each has the same name in camel case.\n\n${rows(['attribute', 'type', 'what'], one.attributes.map(({ name, type, description }) => [code(name), code(type.text), description]))}`)}
${section('Properties', propertiesOnly.length ? `Beyond those of the attributes:\n\n${rows(['property', 'type', 'what'], propertiesOnly.map(({ name, type, description }) => [code(name), code(type.text), description]))}` : '')}
${section('Slots', rows(['slot', 'what'], one.slots.map(({ name, description }) => [name ? code(name) : 'what has no `slot`', description])))}
${section('Events', `They bubble and cross shadow roots. [More of them](/guide/events).\n\n${rows(['event', 'class', 'when'], one.events.map(({ name, type, description }) => [code(name), code(type.text), description]))}`)}
${section('Parts', `For \`::part()\`. [More of looks](/guide/theming).\n\n${rows(['part', 'what'], one.cssParts.map(({ name, description }) => [code(name), description]))}`)}
${section('Custom properties', rows(['property', 'what', 'by default'], one.cssProperties.map(({ name, description, default: by }) => [code(name), description, by])))}`);
}
fill('guide/theming.md', {
  properties: rows(['property', 'what', 'by default'], together('cssProperties').map(({ name, description, default: by }) => [code(name), description, by])),
  parts: rows(['part', 'what', 'in'], together('cssParts').map((one) => [code(one.name), one.description, one.in])),
});
fill('guide/events.md', { events: rows(['event', 'when', 'of'], together('events').map((one) => [code(one.name), one.description, one.in])) });

// --- Errors: each code of the core and of the elements has its sentence and its advice, and no other has.

const { en } = await import('../src/locales/en.ts');
const { company } = await import('../src/locales/company/en.ts');
const sentences = { ...company.errors, ...en.errors };
const core = [...read('core/src/error.cpp').matchAll(/^ {2}ROW\((\w+),/gm)].map(([, name]) => name);
const own = ['module_failed', 'webassembly_missing', 'argument_invalid', 'out_of_memory', ...Object.keys(said)];
const told = groups.flatMap(({ codes }) => Object.keys(codes));
const differ = (a, b) => a.filter((one) => !b.includes(one));
const all = [...core, ...own];
if (differ(all, told).length || differ(told, all).length) {
  throw new Error(`web/docs/errors.mjs lacks ${differ(all, told).join(', ') || 'nothing'}, and has more: ${differ(told, all).join(', ') || 'nothing'}.`);
}
const spoken = (one) => {
  const sentence = sentences[one] ?? said[one];
  if (!sentence) throw new Error(`Nobody says what ${one} is.`);
  return sentence;
};
const words = Object.keys(en.statuses.any);
if (differ(words, Object.keys(statuses)).length) throw new Error(`web/docs/errors.mjs lacks the statuses ${differ(words, Object.keys(statuses)).join(', ')}.`);
const how = { sendInvitation: 'inviting', acceptInvitation: 'accepting', declineInvitation: 'declining', cancelSharing: 'ending' };
fill('guide/errors.md', {
  errors: groups.map(({ title, text, codes }) => `## ${title}\n\n${text}\n\n${rows(['code', 'a person sees', 'a developer does'], Object.entries(codes).map(([name, advice]) => [code(name), spoken(name), advice]))}`).join('\n\n'),
  statuses: rows(['status', 'a person sees', 'a developer does'], words.map((word) => [
    code(word),
    Object.entries(how).filter(([operation]) => en.statuses[operation][word]).map(([operation, doing]) => `*${doing}:* ${en.statuses[operation][word]}`).join(' ') || en.statuses.any[word],
    statuses[word],
  ])),
});

// --- What is elsewhere in the repository.

write('reference/matrix.md', matrix());
// What it names in the repository has no page here.
write('guide/security.md', read('SECURITY.md').replace(/\]\(web\/docs\/guide\/([\w-]+)\.md/g, '](./$1').replace(/\[([^\]]+)\]\((?!https?:|#|\.\/)[^)]+\)/g, '$1').replace('# Security\n', '# Security\n\nThis page is `SECURITY.md` of the repository.\n'));

// --- JavaScript, by TypeDoc from what the package declares.

const entries = { index: 'types/index.d.ts', events: 'types/events.d.ts', react: 'types/react.d.ts', testing: 'types/testing.d.ts', server: 'server/index.d.ts', 'server-node': 'server/node.d.ts' };
const names = { index: 'subshare', events: 'subshare/events', react: 'subshare/react', testing: 'subshare/testing', server: 'subshare/server', 'server-node': 'subshare/server/node' };
const typedoc = join(out, 'typedoc');
for (const [name, file] of Object.entries(entries)) {
  // Each way in by itself: a page that has all of it, under the name that one imports.
  mkdirSync(join(typedoc, name), { recursive: true });
  writeFileSync(join(typedoc, name, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { target: 'es2022', module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom', 'dom.iterable'], skipLibCheck: true, strict: true, types: [], typeRoots: [join(web, 'node_modules/@types')] },
    files: [join(web, 'dist', file)],
  }));
  execFileSync(process.execPath, [
    join(here, 'node_modules/typedoc/bin/typedoc'), '--tsconfig', join(typedoc, name, 'tsconfig.json'), '--entryPoints', join(web, 'dist', file), '--out', join(typedoc, name),
    '--plugin', 'typedoc-plugin-markdown', '--router', 'module', '--name', names[name], '--readme', 'none', '--disableSources', '--excludeInternal', '--excludePrivate', '--excludeExternals',
    '--hideBreadcrumbs', '--hidePageHeader', '--useHTMLAnchors', '--sanitizeComments', '--entryFileName', name, '--outputFileStrategy', 'modules', '--logLevel', 'Error', '--parametersFormat', 'table',
    '--interfacePropertiesFormat', 'table', '--typeDeclarationFormat', 'table', '--propertyMembersFormat', 'table',
  ], { stdio: ['ignore', 'inherit', 'inherit'] });
  write(`reference/js/${name}.md`, readFileSync(join(typedoc, name, `${name}.md`), 'utf8'));
}
const made = {
  elements: elements.map(({ tagName }) => ({ tag: tagName, link: `/reference/${short(tagName)}` })),
  js: Object.keys(entries).map((name) => ({ text: names[name], link: `/reference/js/${name}` })),
};
writeFileSync(join(out, 'made.json'), JSON.stringify(made));

// --- And the site.

execFileSync(process.execPath, [join(here, 'node_modules/vitepress/bin/vitepress.js'), 'build', pages], {
  stdio: 'inherit', env: { ...process.env, SUBSHARE_REPO: repo, SUBSHARE_MADE: join(out, 'made.json') },
});
