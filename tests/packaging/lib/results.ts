// What was tried, for the documentation's table: tests/packaging/matrix.json is made of it (matrix.mjs).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { repo } from './package.ts';
import { closeBrowser } from './use.ts';

export type Column = 'development' | 'production' | 'types' | 'used';

/** One environment's columns, each a test: what passed is taken down, and nothing else. */
export function environment(name: string, tests: Partial<Record<Column, () => Promise<void> | void>>, note = ''): void {
  test(name, { timeout: 400_000 }, async (t) => {
    const columns: Partial<Record<Column, boolean>> = {};
    for (const [column, run] of Object.entries(tests)) {
      await t.test(`${name}: ${column}`, async () => {
        columns[column as Column] = false;
        await run();
        columns[column as Column] = true;
      });
    }
    const folder = join(repo, 'build/packaging/results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name.replace(/\W+/g, '-')}.json`), JSON.stringify({ name, ...columns, note }, null, 2));
    await closeBrowser();
  });
}
