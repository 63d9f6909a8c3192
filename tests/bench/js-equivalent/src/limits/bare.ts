// The limit: answers are believed as they come, so that reading one is JSON.parse and nothing else. Not a variant to ship.
import type { Read, Rule, Subscribers } from '../model.js';

export { emailProblem, nameProblem } from '../lean/schemas.js';

export const readList = (json: unknown): Read<Subscribers> => ({ value: json as Subscribers });
export const readRules = (json: unknown): Read<Rule[]> => ({
  value: (json as { customerProductShareRules?: Rule[] }).customerProductShareRules ?? [],
});
export const readStatus = (json: unknown): Read<string> => ({ value: (json as { status: string }).status });
export const readSuccess = (json: unknown): Read<boolean> => ({ value: (json as { success?: boolean }).success ?? true });
