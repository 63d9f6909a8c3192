// What a front is measured against: a proxy of the same runtime that adds the token and does nothing else.
import { createServer } from 'node:http';
import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';

import httpProxy from 'http-proxy';

const target = process.env.FRONT_API!;
// As the front's fetch does: connections to the API are kept.
const proxy = httpProxy.createProxyServer({ target, agent: new Agent({ keepAlive: true }) });
proxy.on('error', (_error, _request, response) => void response.destroy());
const server = createServer((request, response) => {
  const [token] = (request.headers.cookie ?? '').split('~');
  request.url = request.url!.replace('/subshare/api', '');
  delete request.headers.cookie;
  request.headers.authorization = `Bearer ${token}`;
  proxy.web(request, response);
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
process.on('disconnect', () => process.exit(0));
