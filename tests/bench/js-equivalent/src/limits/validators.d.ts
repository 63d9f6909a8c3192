// What build.mjs has ajv make.
declare module 'subshare-validators' {
  import type { Rule, Subscribers } from '../model.js';
  export interface Validate<T> {
    (json: unknown): json is T;
    errors?: { instancePath: string }[] | null;
  }
  export const validateList: Validate<Subscribers>;
  export const validateRules: Validate<{ customerProductShareRules?: Rule[] }>;
  export const validateStatus: Validate<{ status: string }>;
  export const validateSuccess: Validate<{ success?: boolean }>;
}
