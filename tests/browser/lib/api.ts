// The API as another device of a person uses it, past the browser: what this does the page does not know of.
import assert from 'node:assert/strict';

import type { Sandbox } from './sandbox.ts';

export interface Row {
  shareContact?: string;
  shareStatus: string;
  shareCode: string;
  productCode?: string;
  firstName?: string;
  lastName?: string;
}

export class OtherDevice {
  readonly #sandbox: Sandbox;
  readonly #token: string;

  private constructor(sandbox: Sandbox, token: string) {
    this.#sandbox = sandbox;
    this.#token = token;
  }

  static async of(sandbox: Sandbox, user: string): Promise<OtherDevice> {
    return new OtherDevice(sandbox, await sandbox.token(user));
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return JSON.parse(await this.text(method, path, body)) as T;
  }

  /** The answer as it came. */
  async text(method: string, path: string, body?: unknown): Promise<string> {
    const answer = await fetch(`${this.#sandbox.api}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
    return answer.text();
  }

  invite(contact: string, productCode = 'NAT'): Promise<{ status: string }> {
    const contactType = contact.startsWith('+') ? 'B' : 'A';
    return this.call('POST', '/v1/subscription/share/invitation', { contact, contactType, productCode });
  }

  async rows(productCode = 'NAT'): Promise<Row[]> {
    const { sharedUserInformationList: rows } = await this.call<{ sharedUserInformationList: Row[] }>('GET', '/v1/subscription/share');
    return rows.filter((row) => row.productCode === productCode);
  }

  async nets(): Promise<unknown[]> {
    return (await this.call<{ nets: unknown[] }>('GET', '/v1/subscription/share/net')).nets;
  }
}
