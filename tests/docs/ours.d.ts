// What the documentation's blocks take from the publisher who reads them, and from packages that are not installed for these tests (the projects
// in tests/packaging have them).
declare const options: import('subshare/server').FrontOptions;
declare function sessionOf(request: Request): Promise<{ accessToken: string; userId: string; renew(): Promise<string> } | null>;
declare function openOffer(offer: { productCode: string; seats: number }): void;
declare function gtag(what: 'event', name: string, values: object): void;
declare function plausible(name: string, options: object): void;
declare function myToken(): Promise<string>;

declare module '@vitejs/plugin-react' {
  export default function react(): import('vite').Plugin[];
}
declare module '@angular/core' {
  export function Component(options: { selector: string; schemas: unknown[]; template: string }): ClassDecorator;
  export const CUSTOM_ELEMENTS_SCHEMA: unknown;
}
declare module 'vitest' {
  interface Expect {
    (value: unknown): Matchers;
    poll(value: () => unknown): Matchers & Promise<void>;
  }
  interface Matchers {
    not: Matchers;
    toContain(value: unknown): Promise<void>;
  }
  export const expect: Expect;
  export function test(name: string, run: () => Promise<void> | void): void;
}
