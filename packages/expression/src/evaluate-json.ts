import type { Json } from "@lockstep/model";

import { evaluateTemplate, type Scope } from "./evaluate-template.ts";

/** Evaluates every string of a JSON value as a template; keys are left as they are. Throws ExpressionError. */
export function evaluateJson(value: Json, scope: Scope): Json {
  if (typeof value === "string") return evaluateTemplate(value, scope);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => evaluateJson(item, scope));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, evaluateJson(member, scope)]));
}
