// Answers checked by ajv, compiled ahead from tests/contract/schemas.json (build.mjs): the quickest validator there is without eval.
import { validateList, validateRules, validateStatus, validateSuccess, type Validate } from 'subshare-validators';
import { problem, type Read, type Rule, type Subscribers } from '../model.js';

export { emailProblem, nameProblem } from '../lean/schemas.js';

function read<T, U>(validate: Validate<T>, json: unknown, pick: (answer: T) => U): Read<U> {
  if (validate(json)) return { value: pick(json) };
  const path = validate.errors?.[0]?.instancePath ?? '';
  return { error: problem('answer_wrong_type', path, path) };
}

export const readList = (json: unknown): Read<Subscribers> => read(validateList, json, (answer) => answer);
export const readRules = (json: unknown): Read<Rule[]> =>
  read(validateRules, json, (answer) => answer.customerProductShareRules ?? []);
export const readStatus = (json: unknown): Read<string> => read(validateStatus, json, (answer) => answer.status);
export const readSuccess = (json: unknown): Read<boolean> => read(validateSuccess, json, (answer) => answer.success ?? true);
