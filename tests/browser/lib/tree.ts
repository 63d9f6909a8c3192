// What a screen reader is given, station by station, kept in trees/. `SUBSHARE_UPDATE_TREES=1` writes them anew; look at the difference then.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ChromiumPage } from './chromium.ts';
import type { Person } from './person.ts';

const folder = join(import.meta.dirname, '../trees');
const updating = !!process.env.SUBSHARE_UPDATE_TREES;
/** Those that were looked at, so that a test can tell which files nobody looks at any more. */
export const seen = new Set<string>();

/** Without what is different on each run: dates, what is left of a countdown, ports. */
function lasting(tree: string): string {
  return tree
    .replace(/\b[A-Z][a-z]{2} \d{1,2}, \d{4}(, \d{1,2}:\d{2}\s[AP]M)?/g, 'DATE')
    .replace(/text: \d{4}-\d\d-\d\dT\d\d:\d\d/g, 'text: DATE')
    .replace(/\b\d+ (s|seconds?)\b/g, 'N $1')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\u00a0/g, ' ')
    .replace(/[ ]+$/gm, '');
}

/** The tree of the page's element is the one that was kept under this name. */
export async function hasTree(person: Person, name: string): Promise<void> {
  seen.add(`${name}.yml`);
  const { playwright } = person.page as ChromiumPage;
  const tree = `${lasting(await playwright.locator('main').ariaSnapshot())}\n`;
  const file = join(folder, `${name}.yml`);
  if (updating) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, tree);
    return;
  }
  assert.ok(existsSync(file), `trees/${name}.yml is missing; SUBSHARE_UPDATE_TREES=1 writes it:\n${tree}`);
  assert.equal(tree, readFileSync(file, 'utf8'), `the accessibility tree is not that of trees/${name}.yml (SUBSHARE_UPDATE_TREES=1 writes it anew)`);
}
