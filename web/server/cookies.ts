// Encrypted cookies, by jose: what is in them is for the front alone, and nobody can make one up.
import type * as library from 'jose';

export interface Key {
  id: string;
  key: Uint8Array;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

async function derive(secret: string, use: string): Promise<Uint8Array> {
  const from = await crypto.subtle.importKey('raw', utf8(secret), 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(`subshare ${use}`) }, from, 256));
}

export const base64url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

/** Each call has a mark, and deriving its key takes longer than the mark itself. A front has one secret, and at a change of keys a few. */
const markKeys = new Map<string, Promise<CryptoKey>>();

async function markKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', (await derive(secret, 'mark')) as BufferSource, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** A name that tells nothing of what it stands for, and is the same for the same. */
export async function mark(secret: string, what: string): Promise<string> {
  let asked = markKeys.get(secret);
  if (!asked) markKeys.set(secret, (asked = markKey(secret)));
  const key = await asked;
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(what)))).slice(0, 32);
}

export class Sealer {
  readonly #secrets: readonly string[];
  #keys: Promise<Key[]> | undefined;

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  #load(): Promise<Key[]> {
    return (this.#keys ??= Promise.all(
      this.#secrets.map(async (secret) => ({ id: (await mark(secret, 'key')).slice(0, 8), key: await derive(secret, 'cookie') })),
    ));
  }

  /** `use` keeps what was made for one purpose from being taken for another. */
  async seal(use: string, content: Record<string, unknown>, seconds: number): Promise<string> {
    const jose: typeof library = await import('jose');
    const [first] = await this.#load();
    return new jose.EncryptJWT(content)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: first!.id })
      .setAudience(use)
      .setIssuedAt()
      .setExpirationTime(`${seconds}s`)
      .encrypt(first!.key);
  }

  /** Null where it is none of ours, was made for something else, or is too old. */
  async open(use: string, text: string | undefined): Promise<Record<string, unknown> | null> {
    if (!text) return null;
    const jose: typeof library = await import('jose');
    const keys = await this.#load();
    try {
      const { payload } = await jose.jwtDecrypt(
        text,
        ({ kid }) => {
          const found = keys.find(({ id }) => id === kid);
          if (!found) throw new Error('no such key');
          return found.key;
        },
        { audience: use, keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
      );
      return payload;
    } catch {
      return null;
    }
  }
}

export function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of request.headers.get('cookie')?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export interface CookieOptions {
  path: string;
  secure: boolean;
  seconds: number;
}

export function setCookie(name: string, value: string, { path, secure, seconds }: CookieOptions): string {
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
