// The Grafana board asks for what a front counts, all of it and nothing else, in PromQL that can be read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parser } from '@prometheus-io/lezer-promql';

import { MemoryLine, createFront } from '../../web/dist/server/index.js';
import { optionsFor } from './lib/fronts.ts';

interface Panel {
  id: number;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { expr: string; legendFormat: string }[];
}

const board = JSON.parse(readFileSync(new URL('../../web/server/grafana.json', import.meta.url), 'utf8')) as { panels: Panel[] };
const targets = board.panels.flatMap(({ title, targets }) => targets.map((target) => ({ title, ...target })));

/** Metrics with their labels, as a front gives them that has seen one of each. */
async function given(): Promise<Map<string, Set<string>>> {
  const front = createFront(optionsFor({ api: 'http://127.0.0.1:9', login: 'http://127.0.0.1:9' }, { userToken: () => 't', line: new MemoryLine() }));
  const ask = (headers: Record<string, string>) => front(new Request('http://127.0.0.1:1/subshare/api/v1/subscription/share', { headers }));
  await ask({ 'sec-fetch-site': 'same-origin' });
  await ask({ 'sec-fetch-site': 'cross-site' });
  const found = new Map<string, Set<string>>();
  for (const line of front.metrics().split('\n')) {
    const [, help] = /^# TYPE (\S+)/.exec(line) ?? [];
    if (help) found.set(help, found.get(help) ?? new Set());
    const [, name, labels = ''] = /^(\w+?)(?:\{(.*)\})? /.exec(line.startsWith('#') ? '' : line) ?? [];
    if (!name) continue;
    const set = found.get(name) ?? new Set();
    for (const [, label] of labels.matchAll(/(\w+)="/g)) set.add(label!);
    found.set(name, set);
  }
  // No renewal and no login has come.
  for (const name of ['renewals', 'logins']) found.get(`subshare_front_${name}_total`)!.add('outcome');
  return found;
}

test('every expression can be read, and asks for metrics and labels that there are', async () => {
  const there = await given();
  for (const { title, expr, legendFormat } of targets) {
    const text = expr.replaceAll('$__rate_interval', '5m');
    parser.parse(text).iterate({ enter: ({ type, from, to }) => assert.ok(!type.isError, `${title}: ${text.slice(0, from)}▲${text.slice(from, to)}`) });
    const [name = ''] = /subshare_\w+/.exec(expr) ?? [];
    assert.ok(there.has(name), `${title}: there is no ${name}`);
    for (const [each] of expr.matchAll(/subshare_\w+/g)) assert.ok(there.has(each), `${title}: there is no ${each}`);
    const labels = [/ by \(([^)]*)\)/.exec(expr)?.[1] ?? '', ...[...expr.matchAll(/(\w+)[!=]~?"/g)].map(([, label]) => label!), ...[...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!)].filter(Boolean);
    for (const label of labels) assert.ok(there.get(name)!.has(label), `${title}: ${name} has no ${label}`);
  }
});

test('everything that a front counts is on it', async () => {
  const shown = targets.map(({ expr }) => expr).join('\n');
  const names = [...(await given()).keys()].filter((name) => !/_(bucket|sum|count)$/.test(name));
  assert.ok(names.length >= 9, names.join());
  assert.deepEqual(names.filter((name) => !shown.includes(name)), []);
});

test('no two panels lie on one another', () => {
  const taken = new Set<string>();
  for (const { title, gridPos: { x, y, w, h } } of board.panels) {
    assert.ok(x + w <= 24, title);
    for (let i = x; i < x + w; ++i) for (let j = y; j < y + h; ++j) assert.ok(!taken.has(`${i},${j}`), title), taken.add(`${i},${j}`);
  }
  assert.equal(new Set(board.panels.map(({ id }) => id)).size, board.panels.length);
});
