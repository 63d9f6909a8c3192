// What the page's view wants of whoever decides, and the words of the API: shared by both variants, as is all in this folder.
import type { ContactCheck, Core, ErrorInfo, SharedUser, ShareRule } from '../../../../web/src/core.js';

export type { ContactCheck, Core, ErrorInfo, Invitee, Seats, SharedUser, ShareRule, TextCheck, WaitReason } from '../../../../web/src/core.js';
export type { CallOptions, ClientNews, ClientOptions, Outcome, ReadOptions, RulesOutcome } from '../../../../web/src/client.js';

/** A row as the server sends it: anything may be absent. */
export interface Row {
  userId?: number | null | undefined;
  customerNumber?: number | null | undefined;
  startTime?: number | null | undefined;
  endTime?: number | null | undefined;
  shareStatus?: string | null | undefined;
  shareContact?: string | null | undefined;
  shareContactType?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  productName?: string | null | undefined;
  productCode?: string | null | undefined;
  shareCode?: string | null | undefined;
}
export interface Summary {
  productCode: string;
  sharesInUseCount: number;
}
export interface Subscribers {
  sharedUserInformationList?: Row[] | null | undefined;
  sharedSubscriptionSummary?: Summary[] | null | undefined;
}
export interface Rule {
  productCode: string;
  shareType: string;
  shareCount?: number | null | undefined;
  couponCodeShareRecipient?: string | null | undefined;
  couponNumberShareRecipient?: number | null | undefined;
  isCreateConnectCustomer?: boolean | null | undefined;
  isCustomerNameRequired?: boolean | null | undefined;
  issuer?: string | null | undefined;
  issuerConsentGroupId?: number | null | undefined;
}

/** What checking an answer makes of it. */
export type Read<T> = { value: T } | { error: ErrorInfo };

export const problem = (code: string, field = '', fragment = ''): ErrorInfo =>
  ({ code, field, fragment }) as ErrorInfo;

export type State = SharedUser['state'];

const words = ['SHARE_OK', 'NO_SUBSCRIPTION', 'SUBSCRIPTION_STOPPED', 'REQUEST_ACCEPTED', 'REQUEST_DECLINED', 'SHARING_ENDED',
  'SHARE_CODE_NOT_FOUND'];
const otherWords = ['SHARE_CHANGE_TYPE_NOT_SUPPORTED', 'ALREADY_IN_USE', 'SHARE_LIMIT', 'INVITATIONS_POOL_EXHAUSTED'];

/** The word for a word or a digit; as it came where it is neither. */
export const statusWord = (text: string): string => words[Number(text) - 1] ?? text;
export const isKnown = (word: string): boolean => words.includes(word) || otherWords.includes(word);

const states: Record<string, State> = {
  SHARE_REQUEST_SENT: 'pending',
  SHARE_OK: 'accepted',
  REQUEST_ACCEPTED: 'accepted',
  REQUEST_DECLINED: 'declined',
  SHARING_ENDED: 'ended',
};
export const stateOf = ({ shareStatus }: Row): State => states[statusWord(shareStatus ?? '')] ?? 'unknown';
export const isActive = (row: Row): boolean => stateOf(row) === 'pending' || stateOf(row) === 'accepted';

export const sameContact = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The row as the view reads it. */
export function toSharedUser(row: Row): SharedUser {
  const state = stateOf(row);
  const open = state !== 'declined' && state !== 'ended';
  return {
    userId: row.userId ?? undefined,
    customerNumber: row.customerNumber ?? undefined,
    startTime: row.startTime ?? undefined,
    endTime: row.endTime ?? undefined,
    shareStatus: row.shareStatus ?? '',
    shareContact: row.shareContact ?? '',
    shareContactType: row.shareContactType ?? '',
    firstName: row.firstName ?? '',
    lastName: row.lastName ?? '',
    productName: row.productName ?? '',
    productCode: row.productCode ?? '',
    shareCode: row.shareCode ?? '',
    state,
    mayCancel: open,
    mayRename: open,
    mayInvite: !open || state === 'unknown',
  };
}

export function toShareRule(rule: Rule): ShareRule {
  return {
    productCode: rule.productCode,
    shareType: rule.shareType,
    shareCount: rule.shareCount ?? undefined,
    couponCodeShareRecipient: rule.couponCodeShareRecipient ?? '',
    couponNumberShareRecipient: rule.couponNumberShareRecipient ?? undefined,
    isCreateConnectCustomer: rule.isCreateConnectCustomer ?? false,
    isCustomerNameRequired: rule.isCustomerNameRequired ?? false,
    issuer: rule.issuer ?? '',
    issuerConsentGroupId: rule.issuerConsentGroupId ?? undefined,
  };
}

/** As much of the module as <subshare-invite> calls. */
export type Checks = Pick<
  Core,
  'parseContact' | 'parseCallingCode' | 'callingCodeForLanguage' | 'parseName'
>;
export type { ContactCheck as Check };
