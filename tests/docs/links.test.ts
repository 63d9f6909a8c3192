// The site is built without a word of warning, and what its pages point at is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

import { files, nodes, parse5, read, repo, site } from './lib.ts';

const attribute = (node: any, name: string): string | undefined => node.attrs.find((one: { name: string }) => one.name === name)?.value;

const pages = new Map(files(site, '.html').map((file) => {
  const all = [...nodes(parse5.parse(readFileSync(file, 'utf8')))];
  return [`/${relative(site, file)}` as string, { all, ids: new Set(all.map((one) => attribute(one, 'id')).filter(Boolean)) }] as const;
}));

test('the site was built without a warning', () => {
  assert.ok(pages.size > 30, `${pages.size} pages`);
  const log = read('build/logs/docs.log').replace(/\x1b\[[0-9;]*m/g, '');
  assert.deepEqual(log.split('\n').filter((line) => /warn|error|\(!\)|not found|dead link|fallback/i.test(line) && !/ExperimentalWarning/.test(line)), []);
});

test('every link and every anchor inside of it leads somewhere, and no page needs anything of another host', () => {
  const wrong: string[] = [];
  for (const [page, { all }] of pages) {
    for (const node of all) {
      const target = attribute(node, 'href') ?? attribute(node, 'src');
      if (target === undefined || target.startsWith('data:')) continue;
      const url = new URL(target, `http://site${page}`);
      if (url.origin !== 'http://site') {
        // A person may follow a link elsewhere; the page itself may not.
        if (node.tagName !== 'a') wrong.push(`${page}: <${node.tagName}> needs ${target}`);
        continue;
      }
      const path = decodeURIComponent(url.pathname).replace(/\/$/, '/index.html');
      const name = existsSync(join(site, path)) ? path : `${path}.html`;
      if (!existsSync(join(site, name)) || statSync(join(site, name)).isDirectory()) wrong.push(`${page}: there is no ${target}`);
      else if (url.hash.length > 1 && !pages.get(name)?.ids.has(decodeURIComponent(url.hash.slice(1)))) wrong.push(`${page}: there is no anchor ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('every page can be reached from the first one', () => {
  const seen = new Set<string>();
  const go = (page: string): void => {
    if (seen.has(page) || !pages.has(page)) return;
    seen.add(page);
    for (const node of pages.get(page)!.all) {
      const href = node.tagName === 'a' && attribute(node, 'href');
      if (href && !/^\w+:/.test(href)) go(new URL(href, `http://site${page}`).pathname.replace(/\/$/, '/index.html').replace(/(\/[^/.]+)$/, '$1.html'));
    }
  };
  go('/index.html');
  assert.deepEqual([...pages.keys()].filter((page) => !seen.has(page) && page !== '/404.html'), []);
});

test('what the READMEs point at in the repository is there', () => {
  const wrong: string[] = [];
  for (const file of ['README.md', 'web/README.md', 'SECURITY.md']) {
    const text = read(file);
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path = '', anchor] = target.split('#');
      const to = path ? join(dirname(file), path) : file;
      if (!existsSync(join(repo, to))) wrong.push(`${file}: ${target}`);
      else if (anchor) {
        const headings = [...read(to).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\w\s-]/g, '').replace(/ /g, '-'));
        if (!headings.includes(anchor)) wrong.push(`${file}: ${target}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test('what the README of the package points at is in the package', () => {
  const { files: packed, bin } = JSON.parse(read('web/package.json')) as { files: string[]; bin: Record<string, string> };
  const there = (path: string): boolean => packed.some((one) => path === one || path.startsWith(`${one}/`)) && existsSync(join(repo, 'web', path));
  assert.ok(Object.values(bin).every((one) => there(one.replace('./', ''))));
  const links = [...read('web/README.md').matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, target = '']) => target);
  assert.deepEqual(links.filter((target) => !there(target.split('#')[0]!)), []);
  // What it names as a file of `dist` is one.
  const named = [...read('web/README.md').matchAll(/`(dist\/[\w./-]+)`/g)].map(([, path = '']) => path);
  assert.ok(named.length > 1);
  assert.deepEqual(named.filter((path) => !existsSync(join(repo, 'web', path))), []);
});
