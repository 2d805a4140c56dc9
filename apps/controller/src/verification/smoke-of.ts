import type { Application, Environment } from "@lockstep/model";

/** The runs that have to go well after an apply, by the policy that judged it. */
export function smokeOf({ gates: { verification } }: Environment): Application["smoke"] {
  if (verification === null) return [];
  const { smoke, onFailure } = verification;
  return smoke.map(({ pipeline, input, expect }) => ({ pipeline, input, expect, onFailure }));
}
