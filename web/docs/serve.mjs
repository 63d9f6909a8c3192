// Serves build/docs/site on this machine alone: node serve.mjs [PORT]. Also for the tests, which take any port.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

export const site = join(import.meta.dirname, '../../build/docs/site');
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.png': 'image/png',
  '.svg': 'image/svg+xml', '.woff2': 'font/woff2',
};

/** Resolves to the server and its address. */
export async function serve(port = 0) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, 'http://site');
    let path = normalize(decodeURIComponent(pathname));
    if (path.endsWith('/')) path += 'index.html';
    for (const name of extname(path) ? [path] : [`${path}.html`]) {
      try {
        const content = await readFile(join(site, name));
        response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream', 'cache-control': 'no-cache' }).end(content);
        return;
      } catch {}
    }
    response.writeHead(404, { 'content-type': types['.html'] }).end(await readFile(join(site, '404.html')).catch(() => 'not found'));
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

if (process.argv[1] === import.meta.filename) {
  const { url } = await serve(Number(process.argv[2] ?? 8790));
  console.log(`The documentation is at ${url}/ until Ctrl-C.`);
}
