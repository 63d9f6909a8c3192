// TypeScript bindings for emscripten-generated code.  Automatically generated at compile time.
interface WasmModule {
}

type EmbindString = ArrayBuffer|Uint8Array|Uint8ClampedArray|Int8Array|string;
export type Seats = {
  allowed: number,
  inUse: number,
  pending: number,
  left: number,
  full: boolean
};

export type OpenedSession = {
  session: number,
  error: ErrorInfo | undefined
};

export type ErrorInfo = {
  code: EmbindString,
  field: EmbindString,
  fragment: EmbindString
};

export type ContactCheck = {
  ok: boolean,
  type: EmbindString,
  value: EmbindString,
  suggestion: EmbindString,
  key: EmbindString,
  alone: boolean,
  error: ErrorInfo | undefined
};

export type TextCheck = {
  ok: boolean,
  value: EmbindString,
  error: ErrorInfo | undefined
};

export type ShareRule = {
  productCode: EmbindString,
  shareType: EmbindString,
  shareCount: number | undefined,
  couponCodeShareRecipient: EmbindString,
  couponNumberShareRecipient: number | undefined,
  isCreateConnectCustomer: boolean,
  isCustomerNameRequired: boolean,
  issuer: EmbindString,
  issuerConsentGroupId: number | undefined
};

export type SharedUser = {
  userId: number | undefined,
  customerNumber: number | undefined,
  startTime: number | undefined,
  endTime: number | undefined,
  shareStatus: EmbindString,
  shareContact: EmbindString,
  shareContactType: EmbindString,
  firstName: EmbindString,
  lastName: EmbindString,
  productName: EmbindString,
  productCode: EmbindString,
  shareCode: EmbindString,
  state: EmbindString,
  mayCancel: boolean,
  mayRename: boolean,
  mayInvite: boolean
};

export type SessionOptions = {
  baseUrl: EmbindString,
  declineUrl: EmbindString,
  paths: string[],
  callingCode: number,
  timeoutMs: number
};

export type LastRequest = {
  url: EmbindString,
  method: EmbindString,
  body: EmbindString
};

export type Outcome = {
  kind: EmbindString,
  ok: boolean,
  status: EmbindString,
  statusKnown: boolean,
  error: ErrorInfo | undefined,
  httpStatus: number,
  serverMessage: EmbindString,
  unclear: boolean,
  rules: ShareRule[] | undefined,
  levels: { distributionLevel: string; usage: string }[] | undefined,
  nets: { loginRequired: boolean; startTime?: number; endTime?: number; ipRanges: { ipRangeStart: string; ipRangeEnd: string; unknownMembers?: string }[]; domains: { domain: string; unknownMembers?: string }[]; unknownMembers?: string }[] | undefined
};

export type IpRangeCheck = {
  ok: boolean,
  start: EmbindString,
  end: EmbindString,
  error: ErrorInfo | undefined
};

interface EmbindModule {
  networkIsBack(): void;
  closeSession(session: number): void;
  changeUser(session: number): void;
  listSharedSubscribers(session: number, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  abortCall(call: number): void;
  listIsFresh(session: number): boolean;
  listVersion(session: number): number;
  openSession(options: SessionOptions): OpenedSession;
  parseContact(text: EmbindString, callingCode: number): ContactCheck;
  parseCallingCode(text: EmbindString): number;
  callingCodeForLanguage(tag: EmbindString): number;
  parseName(text: EmbindString, field: EmbindString): TextCheck;
  parseShareCode(text: EmbindString): TextCheck;
  sendInvitation(session: number, contact: EmbindString, productCode: EmbindString, firstName: EmbindString, lastName: EmbindString, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  acceptInvitation(session: number, shareCode: EmbindString, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  declineInvitation(session: number, shareCode: EmbindString, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  listShareRules(session: number, productCode: EmbindString, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  changeInvitationDetails(session: number, shareCode: EmbindString, firstName: EmbindString, lastName: EmbindString, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  cancelSharing(session: number, shareCode: EmbindString, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  cancelRequest(session: number, shareCode: EmbindString): LastRequest;
  provideToken(call: number, token: string | undefined, result: EmbindString): void;
  rulesAreFresh(session: number, productCode: EmbindString): boolean;
  countRows(session: number, productCode: EmbindString, query: EmbindString): number;
  rowAt(session: number, productCode: EmbindString, query: EmbindString, index: number): SharedUser | undefined;
  findContact(session: number, contact: EmbindString, productCode: EmbindString): SharedUser | undefined;
  seats(session: number, productCode: EmbindString): Seats;
  mayInvite(session: number, productCode: EmbindString, howMany: number): ErrorInfo | undefined;
  rule(session: number, productCode: EmbindString): ShareRule | undefined;
  rules(session: number, productCode: EmbindString): ShareRule[] | undefined;
  parseProductCode(text: EmbindString): TextCheck;
  parseIpRange(text: EmbindString): IpRangeCheck;
  parseDomain(text: EmbindString): TextCheck;
  readIpRanges(text: EmbindString): { line: number; text: string; ok: boolean; start: string; end: string; error?: ErrorInfo; question?: ErrorInfo }[];
  readDomains(text: EmbindString): { line: number; text: string; ok: boolean; value: string; error?: ErrorInfo; question?: ErrorInfo }[];
  checkNets(nets: { loginRequired: boolean; startTime?: number; endTime?: number; ipRanges: { ipRangeStart: string; ipRangeEnd: string; unknownMembers?: string }[]; domains: { domain: string; unknownMembers?: string }[]; unknownMembers?: string }[] | undefined): { error: ErrorInfo; net: number; ipRange?: number; domain?: number; otherNet?: number; otherIpRange?: number }[];
  errorNames(): string[];
  statusWords(): string[];
  endpoints(): { name: string; method: string; path: string; mode: 'user' | 'client'; inferred: boolean }[];
  listDistributionLevels(session: number, productCode: EmbindString, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  listNets(session: number, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  changeNets(session: number, nets: { loginRequired: boolean; startTime?: number; endTime?: number; ipRanges: { ipRangeStart: string; ipRangeEnd: string; unknownMembers?: string }[]; domains: { domain: string; unknownMembers?: string }[]; unknownMembers?: string }[] | undefined, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  changeDistributionLevel(session: number, productCode: EmbindString, distributionLevel: EmbindString, hooks: { needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): void; done(outcome: Outcome): void }): number;
  findRow(session: number, shareCode: EmbindString): SharedUser | undefined;
}

export type MainModule = WasmModule & EmbindModule;
export default function MainModuleFactory (options?: unknown): Promise<MainModule>;
