// What answers look like and what may be typed, in zod.
import * as z from 'zod';
import { emailRules } from '../email.js';
import { problem, type Read, type Rule, type Subscribers } from '../model.js';

// The page's Content-Security-Policy has no 'unsafe-eval', without which zod cannot compile its schemas; trying would be a violation.
z.config({ jitless: true });

const text = z.string().nullish();
const integer = z.number().int().nullish();

const list = z.object({
  sharedUserInformationList: z
    .array(
      z.object({
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
      }),
    )
    .nullish(),
  sharedSubscriptionSummary: z.array(z.object({ productCode: z.string(), sharesInUseCount: z.number().int() })).nullish(),
});

const rules = z.object({
  customerProductShareRules: z
    .array(
      z.object({
        productCode: z.string(),
        shareType: z.string(),
        shareCount: z.number().int().min(0).max(32767).nullish(),
        couponCodeShareRecipient: text,
        couponNumberShareRecipient: integer,
        isCreateConnectCustomer: z.boolean().nullish(),
        isCustomerNameRequired: z.boolean().nullish(),
        issuer: text,
        issuerConsentGroupId: integer,
      }),
    )
    .nullish(),
});

const status = z.object({ status: z.string() });
const success = z.object({ success: z.boolean().nullish() });

let email: z.ZodType<string> = z.string();
for (const [code, holds] of emailRules) email = email.refine(holds, { error: code, abort: true });

const name = z
  .string()
  .refine((value) => !/[\p{Cc}\u2028\u2029]/u.test(value), { error: 'control_character', abort: true })
  .refine((value) => [...value].length <= 30, { error: 'too_long', abort: true });

function read<T, U>(schema: z.ZodType<T>, json: unknown, pick: (answer: T) => U): Read<U> {
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
