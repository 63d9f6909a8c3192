// The journeys of the other engines, in one process with one browser: SUBSHARE_ENGINE=firefox node engines.ts
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import './journeys/sharing.test.ts';
import './journeys/company.test.ts';
import './journeys/consents.test.ts';
import './journeys/rename.test.ts';
import './journeys/faults.test.ts';
import './journeys/statuses.test.ts';
import './journeys/keyboard.test.ts';
import './journeys/embedding.test.ts';
import './journeys/drawing.test.ts';
import './journeys/pages.test.ts';
import './journeys/anywhere.test.ts';
import './journeys/lists.test.ts';
import './journeys/pasted.test.ts';
import './journeys/drafts.test.ts';
import './journeys/leaving.test.ts';
import './journeys/front.test.ts';
import './journeys/ready.test.ts';
import './journeys/first-key.test.ts';
import './journeys/tokens.test.ts';
import './journeys/cache.test.ts';
import './journeys/hostile.test.ts';
import './journeys/answers.test.ts';
import './journeys/search.test.ts';
import './journeys/elsewhere.test.ts';
import { engineName } from './lib/journey.ts';

/** Those that a driver of another engine cannot walk, and why. Single ones within the files above say so themselves. */
const chromiumOnly: Record<string, string> = {
  arguments: 'calls the client without a page to look at: no engine makes a difference',
  calls: 'sets the clock forward',
  contract: 'looks at every request and answer on its way',
  endings: 'sets the clock forward',
  gallery: 'looks with axe and in forced colours; the states are those of the journeys',
  layout: 'measures shifts of the layout, which no other engine reports',
  limits: 'calls the client without a page to look at: no engine makes a difference',
  memory: 'takes the memory away before the page is loaded',
  qr: 'takes a picture of one element',
  security: 'looks at requests, storage and memory',
  unknown: 'looks at what the server keeps: no engine makes a difference',
  trees: 'reads the accessibility tree through the debugger',
};

for (const [name, why] of Object.entries(chromiumOnly)) test(`${engineName}: journeys/${name}.test.ts`, { skip: why }, () => {});

test('every file of journeys runs in all engines, or says why it does not', () => {
  const here = readFileSync(import.meta.filename, 'utf8');
  const files = readdirSync(new URL('journeys', import.meta.url)).filter((file) => !here.includes(`import './journeys/${file}'`));
  assert.deepEqual(files.filter((file) => !(file.replace('.test.ts', '') in chromiumOnly)), []);
});
