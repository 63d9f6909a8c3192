// A newspaper with a front of its own: pages and files are the sandbox's publisher's, and what is below /subshare, but for the package's files,
// is the real front of `subshare/server`, on one origin.
import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createFront, type FrontOptions } from '../../../web/dist/server/index.js';
import { toNode } from '../../../web/dist/server/node.js';
import type { Person } from './person.ts';
import type { Sandbox } from './sandbox.ts';

export interface Newspaper {
  url: string;
  end(): Promise<void>;
}

/** `serves`: told of each path that is asked for; false has it fail. */
export async function openNewspaper(sandbox: Sandbox, more: Partial<FrontOptions> = {}, serves = (_path: string): boolean => true): Promise<Newspaper> {
  const front = toNode(
    createFront({
      baseUrl: sandbox.api,
      tokenUrl: `${sandbox.login}/oauth/token`,
      clientId: 'fjordposten',
      clientSecret: 'fjordposten-sandbox-secret',
      login: { authorizeUrl: `${sandbox.login}/oauth/authorize`, secrets: ['a secret of thirty-two characters and more'] },
      ...more,
    }),
  );
  const publisher = new URL(sandbox.publisher);
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const headers = { ...incoming.headers, host: publisher.host };
    const asked = request({ agent: false, hostname: publisher.hostname, port: publisher.port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    asked.on('error', () => outgoing.destroy());
    incoming.pipe(asked);
  };
  const server: Server = createServer((incoming, outgoing) => {
    const isFront = incoming.url!.startsWith('/subshare/') && !incoming.url!.startsWith('/subshare/dist/');
    if (!serves(incoming.url!)) outgoing.writeHead(503).end();
    else if (isFront) void front(incoming, outgoing);
    else pass(incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await sandbox.control('redirects', { uri: `${url}/subshare/callback` });
  return {
    url,
    end: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** By the element's own link, and back again. */
export async function logsIn(person: Person, name: string): Promise<void> {
  await person.waitsForLayout();
  await person.presses('Log in');
  await person.sees(name);
  await person.waitsForLayout();
  await person.presses(name);
  await person.seesNoMore(name);
  await person.waitsForLayout();
}
