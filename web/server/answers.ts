// What every answer of a front has in common: it is JSON, for this reader alone, for this moment, and for this origin's pages.
export const always: Record<string, string> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // Should an answer ever be shown as a page, it is an empty one.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
};

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...always, 'content-type': 'application/json', ...headers } });
}

/** In the shape that the API's own refusals have. */
export function refuse(status: number, exceptionType: string, errorMessage: string, headers?: Record<string, string>): Response {
  return answer(status, { exceptionType, errorMessage }, headers);
}

export function loginRequired(): Response {
  return answer(401, { error: 'login_required', error_description: 'nobody is logged in' });
}

export function redirect(to: string, status: 302 | 303 = 302): Response {
  return new Response(null, { status, headers: { ...always, location: to } });
}

/** An answer's headers are its own, but cookies are added one by one. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

/** What the login host or the API did not do; told to the reader in its status. */
export class Trouble extends Error {
  constructor(
    readonly status: 502 | 504,
    readonly reason: string,
  ) {
    super(reason);
  }
}
