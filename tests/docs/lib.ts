// What the documentation is made of: pages as they are written, their blocks of code, and pages as they are built.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';

export const repo = resolve(import.meta.dirname, '../..');
export const site = join(repo, 'build/docs/site');
export const read = (path: string): string => readFileSync(join(repo, path), 'utf8');
export const files = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending) && !name.includes('node_modules')).sort().map((name) => join(folder, name));

const require = createRequire(join(repo, 'web/docs/package.json'));
export const parse5 = require('parse5') as typeof import('parse5');
export const ts = require('typescript') as typeof import('typescript');
export const postcss = createRequire(join(repo, 'web/package.json'))('postcss') as { parse(css: string): any };

export interface Block {
  /** The page and the line it begins on. */
  where: string;
  page: string;
  language: string;
  code: string;
  /** Why it is not run: `<!-- not run: … -->` before it. */
  reason: string | undefined;
  /** npm scripts that the project has which it is about: `<!-- with scripts: … -->` before it. */
  scripts: string[];
}

/** All blocks of the documentation, the READMEs and SECURITY.md. */
export function blocks(): Block[] {
  const pages = [...files(join(repo, 'web/docs'), '.md'), ...['README.md', 'web/README.md', 'SECURITY.md'].map((name) => join(repo, name))];
  return pages.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const page = relative(repo, file);
    return [...text.matchAll(/^(?:<!-- (not run|with scripts): (.+) -->\n)?(```+)(\S*).*\n([\s\S]*?)^\3$/gm)].map(([, mark, said = '', , language = '', code = ''], i, all) => ({
      where: `${page}:${text.slice(0, all[i]!.index).split('\n').length}`,
      page, language, code: code!,
      reason: mark === 'not run' ? said : undefined,
      scripts: mark === 'with scripts' ? said.split(/[ ,]+/) : [],
    }));
  });
}

export interface Documented {
  tagName: string;
  attributes: { name: string }[];
  slots: { name: string }[];
  events: { name: string }[];
  cssParts: { name: string }[];
  cssProperties: { name: string }[];
  members: { name: string }[];
}

export const elements: Documented[] = existsSync(join(repo, 'web/dist/custom-elements.json'))
  ? JSON.parse(read('web/dist/custom-elements.json')).modules.flatMap(({ declarations }: { declarations: Documented[] }) => declarations.filter(({ tagName }) => tagName))
  : [];

/** Every element of a parsed document, in order. */
export function* nodes(node: any): Generator<any> {
  if (node.tagName) yield node;
  for (const child of node.childNodes ?? []) yield* nodes(child);
  if (node.content) yield* nodes(node.content);
}
