// What was tried, for the documentation's table: tests/packaging/matrix.json is made of it (matrix.mjs).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { here, repo } from './package.ts';
import { closeBrowser } from './use.ts';

export type Column = 'development' | 'production' | 'types' | 'used';
/** Whether it passed, or why it cannot be tried. */
export type Columns = Record<Column, boolean | string>;

export interface EnvironmentOptions {
  /** What a developer has to add. */
  note?: string;
  /** The project's packages whose versions the table names. */
  versions?: Record<string, string[]>;
  /** Where the page is not used in a browser: by whom it is. */
  by?: string;
}

/** One row that was made by other means than `environment`. */
export function takeDown(name: string, columns: Columns, { note = '', versions = {}, by }: EnvironmentOptions = {}): void {
  const folder = join(repo, 'build/packaging/results');
  mkdirSync(folder, { recursive: true });
  const tried = Object.entries(versions).flatMap(([project, names]) =>
    names.map((one) => {
      const { name: real, version } = JSON.parse(readFileSync(join(here, project, 'node_modules', one, 'package.json'), 'utf8')) as { name: string; version: string };
      return `${real.replace(/^@oven\/bun-.*/, 'bun')} ${version}`;
    }),
  );
  const row = { name, ...columns, ...(by ? { by } : {}), note, versions: tried.join(', '), on: new Date().toISOString().slice(0, 10) };
  writeFileSync(join(folder, `${name.replace(/\W+/g, '-')}.json`), JSON.stringify(row, null, 2));
}

/** One environment's columns, each a test, in this order, or a text that says why it cannot be one: what passed is taken down, and what did not. */
export function environment(name: string, columns: Record<Column, (() => Promise<void> | void) | string>, options: EnvironmentOptions = {}): void {
  test(name, { timeout: 600_000 }, async (t) => {
    const found: Partial<Columns> = {};
    for (const [column, run] of Object.entries(columns) as [Column, (() => Promise<void> | void) | string][]) {
      found[column] = typeof run === 'string' ? run : false;
      if (typeof run === 'string') continue;
      await t.test(`${name}: ${column}`, async () => {
        await run();
        found[column] = true;
      });
    }
    takeDown(name, found as Columns, options);
    await closeBrowser();
  });
}

/** Types are TypeScript's affair, whoever bundles. */
export const byTypeScript = 'see TypeScript';
