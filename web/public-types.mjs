// What the elements are to those who use them: HTML elements with properties and events. Of tsc's declarations of their classes this keeps
// just that, so that Lit's types are needed by nobody who does not have it, and what the parts of an element are to one another stays
// with them. Declarations that no way in leads to are left out.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const base = 'elements/base.d.ts';
const elements = ['invite', 'invitation', 'nets', 'distribution'].map((name) => `elements/${name}.d.ts`);

/** `entries` are the declarations that package.json names, from `types`. */
export function publicTypes(types, entries) {
  for (const file of [base, ...elements]) {
    const path = join(types, file);
    writeFileSync(path, publicFace(readFileSync(path, 'utf8'), file));
  }
  const reached = new Set();
  const reach = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = readFileSync(join(types, file), 'utf8');
    if (/['"]@?lit[/'"-]/.test(text)) throw new Error(`${file} needs Lit's types.`);
    for (const [, to] of text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/(?:from |import\(|import )['"](\.[^'"]+)['"]/g)) {
      reach(normalize(join(dirname(file), to.replace(/\.(m?)js$/, '.d.$1ts'))));
    }
  };
  entries.forEach(reach);
  for (const file of readdirSync(types, { recursive: true })) {
    if (/\.m?ts$/.test(file) && !reached.has(normalize(file))) rmSync(join(types, file));
  }
}

function publicFace(text, file) {
  const found = text.match(/((?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?)export declare (?:abstract )?class (\w+)[^{]*\{\n([\s\S]*?)\n\}/);
  if (!found) throw new Error(`${file} declares no class.`);
  const [, doc, name, body] = found;
  const own = file === base;
  // Properties stand on a line each, with their comment before them. Methods, accessors and what is protected is for the sources.
  const properties = [...body.matchAll(/((?:^ {4}\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?)^ {4}(\w+): ([^;{]+);$/gm)].map(([all]) => all);
  const head = own ? 'export declare abstract class SubshareElement extends HTMLElement' : `export declare class ${name} extends SubshareElement`;
  const updated = '    /** Resolves once what has changed is drawn. */\n    readonly updateComplete: Promise<boolean>;';
  const face = `${doc}${head} {\n${[...properties, ...(own ? [updated] : [])].join('\n')}\n}\n`;
  const after = own ? '' : text.slice(text.indexOf('declare global'));
  const before = text.match(/^export type \{.*$/gm)?.join('\n') ?? '';
  const imports = [...text.matchAll(/^import (?:type )?\{(.*)\} from '(.*)';$/gm)].flatMap(([, names, from]) => {
    const used = names.split(',').map((one) => one.trim().replace(/^type /, '')).filter((one) => new RegExp(`\\b${one}\\b`).test(properties.join('\n')));
    return used.length ? [`import type { ${used.join(', ')} } from '${from}';`] : [];
  });
  if (!own) imports.push("import { SubshareElement } from './base.js';", "import '../events.js';");
  return [...imports, before, face, after].filter(Boolean).join('\n');
}
