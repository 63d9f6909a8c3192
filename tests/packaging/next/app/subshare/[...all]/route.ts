// The front as a route handler. It is made at the first request: a build has no secrets.
import { createFront, type Front } from 'subshare/server';

let front: Front | undefined;

const made = (): Front =>
  (front ??= createFront({
    baseUrl: process.env.FRONT_API!,
    tokenUrl: `${process.env.FRONT_LOGIN}/oauth/token`,
    clientId: 'fjordposten',
    clientSecret: 'fjordposten-sandbox-secret',
    login: { authorizeUrl: `${process.env.FRONT_LOGIN}/oauth/authorize`, secrets: ['a secret of thirty-two characters and more'] },
    origin: process.env.FRONT_ORIGIN,
    timeout: 1500,
  }));

const handle = (request: Request): Promise<Response> => made()(request);
// All of them: what Next answers by itself has not the front's headers.
export { handle as DELETE, handle as GET, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };
