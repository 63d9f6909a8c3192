// nginx with web/server/nginx.conf as it stands, but for its port, its places and the front's: files, headers, the front behind it.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { conformance } from './conformance.ts';
import { Sandbox, answers, freePort, nodeFront, type Running } from './lib/fronts.ts';
import { send } from './lib/visitor.ts';

const repo = resolve(import.meta.dirname, '../..');
const dist = join(repo, 'web/dist');
const page = '<!doctype html><title>Fjordposten</title>';

let sandbox: Sandbox;
let node: Running;
let nginx: ChildProcess;
let folder = '';
let url = '';

async function start(): Promise<void> {
  sandbox = await Sandbox.start();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  // As behind a proxy that ends TLS: the front goes by what it was told, not by what it hears.
  node = await nodeFront(sandbox, { origin: url, timeout: 1500 });
  folder = await mkdtemp(join(tmpdir(), 'subshare-nginx-'));
  await mkdir(join(folder, 'pages'));
  await writeFile(join(folder, 'pages/index.html'), page);
  const put = (text: string, what: string, by: string) => {
    assert.equal(text.split(what).length, 2, `${what} stands in nginx.conf once`);
    return text.replace(what, by);
  };
  let conf = readFileSync(join(repo, 'web/server/nginx.conf'), 'utf8');
  conf = put(conf, 'server 127.0.0.1:8081;', `server ${new URL(node.url).host};`);
  conf = put(conf, 'listen 127.0.0.1:8080;', `listen 127.0.0.1:${port};`);
  conf = put(conf, 'root /var/www/newspaper;', `root ${folder}/pages;`);
  conf = put(conf, 'alias /var/www/subshare/dist/;', `alias ${dist}/;`);
  const module = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`).join(' ');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  await writeFile(
    join(folder, 'nginx.conf'),
    `${user} load_module ${module}; daemon off; pid ${folder}/pid; error_log stderr warn; worker_processes 1; events {}
     http { include /etc/nginx/mime.types; access_log off; ${temporary}\n${conf}\n}`,
  );
  nginx = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
  await answers(url);
}

before(start);
after(async () => {
  const ended = once(nginx, 'exit');
  nginx.kill('SIGTERM');
  await ended;
  await node.end();
  await sandbox.end();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, encoding?: string) => send(url + path, 'GET', encoding ? [['accept-encoding', encoding]] : []);
const policy = /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; .*require-trusted-types-for 'script'$/;

test('a page has the policy, its type, and is asked for anew', async () => {
  const answer = await get('/');
  assert.equal(await answer.text(), page);
  assert.match(answer.headers.get('content-security-policy')!, policy);
  assert.equal(answer.headers.get('content-type'), 'text/html');
  assert.equal(answer.headers.get('cache-control'), 'no-cache');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const again = await send(`${url}/`, 'GET', [['if-none-match', answer.headers.get('etag')!]]);
  assert.equal(again.status, 304);
  assert.match((await get('/none')).headers.get('content-security-policy')!, policy, 'also where there is no page');
});

test('every file of the package comes with its type, compressed as it lies there, and whole', async () => {
  const types: Record<string, string> = { js: 'text/javascript', wasm: 'application/wasm', json: 'application/json', txt: 'text/plain' };
  const files = readdirSync(dist).filter((file) => /\.(js|wasm|json|txt)$/.test(file));
  assert.ok(files.length > 40);
  for (const file of files) {
    const whole = readFileSync(join(dist, file));
    const plain = await get(`/subshare/dist/${file}`);
    assert.equal(plain.headers.get('content-type'), types[file.split('.').at(-1)!], file);
    assert.ok(whole.equals(Buffer.from(await plain.arrayBuffer())), file);
    if (!existsSync(join(dist, `${file}.br`))) continue;
    const br = await get(`/subshare/dist/${file}`, 'gzip, br');
    assert.equal(br.headers.get('content-encoding'), 'br', file);
    assert.equal(br.headers.get('content-type'), plain.headers.get('content-type'));
    assert.match(br.headers.get('vary') ?? '', /accept-encoding/i);
    assert.ok(whole.equals(brotliDecompressSync(Buffer.from(await br.arrayBuffer()))), file);
    const gz = await get(`/subshare/dist/${file}`, 'gzip');
    assert.equal(gz.headers.get('content-encoding'), 'gzip', file);
    assert.ok(whole.equals(gunzipSync(Buffer.from(await gz.arrayBuffer()))), file);
  }
});

test('what has its hash in its name or its address is kept for a year, and what has not for five minutes', async () => {
  const preload = JSON.parse(readFileSync(join(dist, 'preload.json'), 'utf8')) as Record<string, { module: string }>;
  const caching = async (file: string) => (await get(`/subshare/dist/${file}`)).headers.get('cache-control');
  const forYears = 'public, max-age=31536000, immutable';
  const named = readdirSync(dist).find((file) => /^en-[A-Z0-9]{8}\.js$/.test(file))!;
  assert.equal(await caching(named), forYears);
  assert.equal(await caching(preload.invite!.module), forYears);
  assert.equal(await caching('define-invite.js'), 'public, max-age=300');
  assert.equal(await caching('subshare-people.wasm'), 'public, max-age=300');
});

test('nothing of the folder beside the files is there', async () => {
  for (const path of ['/subshare/dist/', '/subshare/dist/../nginx.conf', '/subshare/dist..%2fpackage.json', '/subshare/dist/%2e%2e/package.json', '/nginx.conf']) {
    assert.ok([400, 403, 404].includes((await get(path)).status), path);
  }
});

conformance('the Node front, behind nginx', ['token'], async () => ({ front: `${url}/subshare`, sandbox: sandbox.api, patience: 1500 }));
