// Every block of code in the documentation is compiled, parsed or looked up; one that is not says why.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Sandbox } from '../browser/lib/sandbox.ts';
import { blocks, elements, nodes, parse5, postcss, read, repo, ts, type Block } from './lib.ts';

const all = blocks();
const out = join(repo, 'build/docs/code');
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'node_modules/@types'), { recursive: true });

const ran = new Set<Block>();
const of = (...languages: string[]): Block[] => {
  const found = all.filter((one) => languages.includes(one.language) && one.reason === undefined);
  found.forEach((one) => ran.add(one));
  return found;
};
const run = (program: string, args: string[], cwd = out): string => {
  try {
    execFileSync(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`.trim();
  }
};

// --- Scripts, against the package's own types.

const have: Record<string, string> = { subshare: 'web', express: 'tests/front/node_modules/express', fastify: 'tests/front/node_modules/fastify', hono: 'tests/front/node_modules/hono', redis: 'tests/front/node_modules/redis',
  vite: 'web/docs/node_modules/vite', vue: 'web/docs/node_modules/vue', '@vitejs/plugin-vue': 'web/docs/node_modules/@vitejs/plugin-vue', '@types/react': 'web/node_modules/@types/react',
  '@types/node': 'tests/front/node_modules/@types/node', '@types/express': 'tests/front/node_modules/@types/express' };
mkdirSync(join(out, 'node_modules/@vitejs'));
for (const [name, path] of Object.entries(have)) symlinkSync(join(repo, path), join(out, 'node_modules', name));
for (const name of ['ours.d.ts', 'page.d.ts']) writeFileSync(join(out, name), readFileSync(join(import.meta.dirname, name)));
// The language that a page adds.
writeFileSync(join(out, 'is.d.ts'), "declare const messages: import('subshare').Messages;\nexport default messages;\n");

function typed(sources: { where: string; code: string; ending: string }[], strict: boolean): string[] {
  const names = new Map(sources.map(({ where, code, ending }, i) => {
    const file = join(out, `${strict ? 'strict' : 'lax'}-${i}.${ending}`);
    writeFileSync(file, `${code}\nexport {};\n`);
    return [file, where];
  }));
  const program = ts.createProgram([join(out, 'ours.d.ts'), ...(strict ? [] : [join(out, 'page.d.ts')]), ...names.keys()], {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    jsx: ts.JsxEmit.ReactJSX, strict, noEmit: true, allowJs: true, checkJs: true, skipLibCheck: true, experimentalDecorators: true, esModuleInterop: true, types: ['node'],
    typeRoots: [join(out, 'node_modules/@types')],
  });
  return ts.getPreEmitDiagnostics(program).map((one) => `${names.get(one.file?.fileName ?? '') ?? one.file?.fileName}: ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`);
}

const scripts = (block: Block): string => [...block.code.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join('\n');

test('TypeScript and JSX are right by the types of the package', () => {
  const sources = [
    ...of('ts', 'tsx').map(({ where, code, language }) => ({ where, code, ending: language })),
    ...of('vue', 'svelte', 'astro').map((block) => ({ where: block.where, code: scripts(block), ending: 'ts' })),
  ];
  assert.ok(sources.length > 10);
  assert.deepEqual(typed(sources, true), []);
});

test('JavaScript is right by the types of the package', () => {
  const sources = of('js').map(({ where, code }) => ({ where, code, ending: 'js' }));
  assert.ok(sources.length > 10);
  assert.deepEqual(typed(sources, false), []);
});

// --- Markup: elements, attributes, slots and events that there are, and files that the package has.

/** Of a framework's way to write it, the plain name. */
const plain = (name: string): string => name.replace(/^\[(.+)\]$/, '$1').replace(/^:/, '').replace(/\.prop$/, '');
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const general = ['class', 'id', 'slot', 'style', 'hidden'];

test('markup has elements, attributes, slots and events that there are', () => {
  const wrong: string[] = [];
  let looked = 0;
  const found = of('html', 'vue', 'svelte', 'astro');
  const templates = all.flatMap((block) => (/^(ts|php|js)$/.test(block.language) ? [...block.code.matchAll(/[`"]([^`]*<subshare-[\s\S]*?)[`"]/g)].map(([, code = '']) => ({ ...block, code })) : []));
  for (const { where, code, language } of [...found, ...templates.filter(({ code }) => !code.includes('$'))]) {
    // Outside of HTML an expression in braces stands for a value.
    const text = language === 'svelte' ? code.replace(/=\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '="x"') : code;
    const errors: string[] = [];
    const tree = parse5.parseFragment(text, { onParseError: ({ code: what }) => errors.push(what), sourceCodeLocationInfo: true });
    if (language === 'html') wrong.push(...errors.map((what) => `${where}: ${what}`));
    for (const node of nodes(tree)) {
      const src = node.attrs.find(({ name }: { name: string }) => name === 'src')?.value as string | undefined;
      if (src?.startsWith('/subshare/') && !existsSync(join(repo, 'web', src.replace(/^\/subshare\/(dist\/)?/, 'dist/')))) wrong.push(`${where}: the package has no ${src}`);
      const slot = node.attrs.find(({ name }: { name: string }) => name === 'slot')?.value;
      if (slot && !elements.find(({ tagName }) => tagName === node.parentNode.tagName)?.slots.some(({ name }) => name === slot)) wrong.push(`${where}: no slot ${slot} in ${node.parentNode.tagName}`);
      if (!node.tagName.startsWith('subshare-')) continue;
      const element = elements.find(({ tagName }) => tagName === node.tagName);
      if (!element) {
        wrong.push(`${where}: there is no <${node.tagName}>`);
        continue;
      }
      for (const { name } of node.attrs as { name: string }[]) {
        looked++;
        const event = name.match(/^(?:@|on(?=subshare-)|\()(subshare-[\w-]+)\)?$/)?.[1];
        const ok = event
          ? element.events.some((one) => one.name === event)
          : [...general, ...element.attributes.map((one) => one.name), ...element.members.flatMap((one) => [one.name.toLowerCase(), kebab(one.name)])].includes(plain(name)) && (language !== 'html' || [...general, ...element.attributes.map((one) => one.name)].includes(name));
        if (!ok) wrong.push(`${where}: <${node.tagName}> has no ${name}`);
      }
    }
  }
  assert.ok(looked > 40, `${looked} attributes`);
  assert.deepEqual(wrong, []);
});

test('styles are CSS, with properties and parts that there are', () => {
  const wrong: string[] = [];
  for (const { where, code } of of('css')) {
    postcss.parse(code).walk((node: any) => {
      for (const [, tag, part] of (node.selector ?? '').matchAll(/(subshare-[\w-]+)[^,]*?::part\(([^)]*)\)/g)) {
        if (!elements.find(({ tagName }) => tagName === tag)?.cssParts.some(({ name }) => name === part)) wrong.push(`${where}: ${tag} has no part ${part}`);
      }
      if (node.prop?.startsWith('--subshare-') && !elements.some((one) => one.cssProperties.some(({ name }) => name === node.prop))) wrong.push(`${where}: there is no ${node.prop}`);
    });
  }
  assert.deepEqual(wrong, []);
});

// --- What is typed into a shell: verbs, options, files, packages' scripts and routes of the sandbox.

test('commands are those that there are, and the sandbox does what it is told', async () => {
  const wrong: string[] = [];
  const asked: { line: string; route: string; body: string }[] = [];
  const has = (text: string, option: string): boolean => text.includes(option.split('=')[0]!);
  for (const { where, code, page, scripts: known } of of('sh')) {
    for (const line of code.replace(/\\\n\s*/g, ' ').split('\n').flatMap((one) => one.replace(/(^|\s)#.*$/, '').split('&&')).map((one) => one.trim()).filter(Boolean)) {
      const [program = '', ...args] = line.split(/\s+/);
      const options = args.filter((one) => one.startsWith('--'));
      const no = (what: string): unknown => wrong.push(`${where}: ${what}: ${line}`);
      if (program === './dev') {
        const file = `tools/${args[0]}.sh`;
        if (args[0] === 'help') continue;
        if (!existsSync(join(repo, file))) no('no such verb');
        else for (const one of options) if (!has(read(file), one)) no(`no option ${one}`);
      } else if (program === 'npm') {
        if (!['create', 'init', 'pack', 'pkg', 'install', 'run', 'test'].includes(args[0] ?? '')) no('no such command');
        if (args[0] === 'run' && !known.includes(args[1] ?? '')) no('no such script');
      } else if (program === 'npx') {
        if (args[0] !== 'subshare' || args[1] !== 'probe') no('no such command');
        for (const one of options) if (!has(read('web/server/probe/command.ts') + '--help', one)) no(`no option ${one}`);
      } else if (program === 'node' || program === 'php') {
        const file = args.find((one) => /\.(m?[jt]s|php)$/.test(one)) ?? '';
        const isHere = all.some((one) => one.page === page && one.code.startsWith(`// ${file}\n`));
        if (!isHere && !existsSync(join(repo, file))) no('no such file');
        if (!isHere && program === 'node') for (const one of options) if (!has(read(file), one)) no(`no option ${one}`);
      } else if (program === 'curl') {
        const [, route] = line.match(/http:\/\/127\.0\.0\.1:8701(\/sandbox\/[\w-]+)/) ?? [];
        const body = line.match(/-d '(.*)'/)?.[1] ?? '';
        if (!route) no('nothing of the sandbox');
        else asked.push({ line: `${where}: ${line}`, route, body });
      } else if (program === 'export') {
        for (const [, name] of line.matchAll(/(SUBSHARE_\w+)=/g)) if (!read('web/server/front.php').includes(`'${name}'`)) no(`nobody reads ${name}`);
      } else if (!['cd', 'cmake'].includes(program)) no('nobody knows the program');
    }
  }
  const sandbox = await Sandbox.start();
  try {
    for (const { line, route, body } of asked) {
      const answer = await fetch(new URL(route, sandbox.api), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      if (!answer.ok) wrong.push(`${line}: ${answer.status} ${await answer.text()}`);
    }
  } finally {
    await sandbox.end();
  }
  assert.ok(asked.length > 2);
  assert.deepEqual(wrong, []);
});

// --- The rest.

test('PHP, JSON and C++ are read by what reads them', () => {
  const wrong: string[] = [];
  for (const [i, { where, code }] of of('php').entries()) {
    writeFileSync(join(out, `${i}.php`), code);
    const said = run('php', ['-l', `${i}.php`]);
    if (said) wrong.push(`${where}: ${said}`);
  }
  for (const { where, code } of of('json')) {
    try {
      JSON.parse(code);
    } catch (error) {
      wrong.push(`${where}: ${error}`);
    }
  }
  for (const [i, { where, code }] of of('cpp').entries()) {
    writeFileSync(join(out, `${i}.cpp`), code);
    const said = run('g++', ['-std=c++23', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', '-I', join(repo, 'core/include'), `${i}.cpp`]);
    if (said) wrong.push(`${where}: ${said}`);
  }
  assert.deepEqual(wrong, []);
});

test('nginx takes what is meant for it', () => {
  const wrong: string[] = [];
  const folder = join(out, 'nginx');
  mkdirSync(folder);
  // Debian's own file, without the server that it comes with.
  writeFileSync(join(folder, 'fastcgi_params'), readFileSync('/etc/nginx/fastcgi_params'));
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
  for (const [i, { where, code }] of of('nginx').entries()) {
    // No host of this name is looked up.
    const text = code.replaceAll('your-server', '127.0.0.1:1');
    const server = /^\s*(location|root|listen)\b/m.test(text) && !/^\s*server\s*\{/m.test(text) ? `server {\n${text}\n}` : text;
    writeFileSync(join(folder, `${i}.conf`), `pid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${places}\n${server}\n}\n`);
    const said = run('/usr/sbin/nginx', ['-t', '-q', '-e', 'stderr', '-p', folder, '-c', join(folder, `${i}.conf`)]);
    if (said) wrong.push(`${where}: ${said}`);
  }
  assert.deepEqual(wrong, []);
});

test('the policy is the one that the tests serve', () => {
  const [policy] = of('text').filter(({ code, page }) => page.endsWith('csp.md') && code.startsWith('default-src'));
  const served = read('web/server/nginx.conf').match(/Content-Security-Policy "([^"]*)"/)?.[1];
  assert.equal(policy?.code.replace(/\s+/g, ' ').trim(), served);
});

test('what CMake is given is what the consumers of the core are built with', () => {
  // tests/consumers/run.sh holds each of these blocks to its projects.
  for (const { where, page } of of('cmake')) assert.equal(page, 'web/docs/guide/cpp.md', where);
  assert.match(read('tests/consumers/run.sh'), /web\/docs\/guide\/cpp\.md/);
});

test('every block is one of these, or says why not', () => {
  const unnamed = all.filter((one) => !ran.has(one) && one.reason === undefined);
  assert.deepEqual(unnamed.map(({ where, language }) => `${where}: ${language || 'no language'}`), []);
  for (const { where, reason } of all) if (reason !== undefined) assert.ok(reason.length > 5, `${where}: no reason`);
});
