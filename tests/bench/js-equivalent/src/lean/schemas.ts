// What answers look like and what may be typed, in zod/mini.
import * as z from 'zod/mini';
import { emailRules } from '../email.js';
import { problem, type Read, type Rule, type Subscribers } from '../model.js';

// The page's Content-Security-Policy has no 'unsafe-eval', without which zod cannot compile its schemas; trying would be a violation.
z.config({ jitless: true });

const text = z.nullish(z.string());
const integer = z.nullish(z.int());

const row = z.object({
  userId: integer,
  customerNumber: integer,
  startTime: integer,
  endTime: integer,
  shareStatus: text,
  shareContact: text,
  shareContactType: text,
  firstName: text,
  lastName: text,
  productName: text,
  productCode: text,
  shareCode: text,
});
const list = z.object({
  sharedUserInformationList: z.nullish(z.array(row)),
  sharedSubscriptionSummary: z.nullish(z.array(z.object({ productCode: z.string(), sharesInUseCount: z.int() }))),
});

const rule = z.object({
  productCode: z.string(),
  shareType: z.string(),
  shareCount: z.nullish(z.int().check(z.gte(0), z.lte(32767))),
  couponCodeShareRecipient: text,
  couponNumberShareRecipient: integer,
  isCreateConnectCustomer: z.nullish(z.boolean()),
  isCustomerNameRequired: z.nullish(z.boolean()),
  issuer: text,
  issuerConsentGroupId: integer,
});
const rules = z.object({ customerProductShareRules: z.nullish(z.array(rule)) });

const status = z.object({ status: z.string() });
const success = z.object({ success: z.nullish(z.boolean()) });

const email = z.string().check(...emailRules.map(([code, holds]) => z.refine<string>(holds, { error: code, abort: true })));

const name = z.string().check(
  z.refine((value) => !/[\p{Cc}\u2028\u2029]/u.test(value), { error: 'control_character', abort: true }),
  z.refine((value) => [...value].length <= 30, { error: 'too_long', abort: true }),
);

function read<T, U>(schema: z.ZodMiniType<T>, json: unknown, pick: (answer: T) => U): Read<U> {
  const { success, data, error } = schema.safeParse(json);
  if (success) return { value: pick(data) };
  const path = error.issues[0]!.path.filter((part) => typeof part === 'string').join('.');
  return { error: problem('answer_wrong_type', path, path) };
}

export const readList = (json: unknown): Read<Subscribers> => read(list, json, (answer) => answer);
export const readRules = (json: unknown): Read<Rule[]> => read(rules, json, (answer) => answer.customerProductShareRules ?? []);
export const readStatus = (json: unknown): Read<string> => read(status, json, (answer) => answer.status);
export const readSuccess = (json: unknown): Read<boolean> => read(success, json, (answer) => answer.success ?? true);

/** The name of what is wrong, or nothing. */
export const emailProblem = (value: string): string => email.safeParse(value).error?.issues[0]?.message ?? '';
export const nameProblem = (value: string): string => name.safeParse(value).error?.issues[0]?.message ?? '';
