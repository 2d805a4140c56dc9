import type { Impact, Slug } from "@lockstep/model";

import type { PlanImpact } from "../report-input.ts";

/** What a forge may know of an impact. Field by field, so that what an impact learns to tell stays here. */
export function countImpact(impact: Impact): PlanImpact {
  const { pipelines, totals, running, firings, callers, callees } = impact;
  const inputs = impact.inputs.map(({ slug, tried, rejected }) => ({ slug, tried, rejected }));
  return { pipelines, totals, running, firings, callers, callees, tokens: countTokens(impact), inputs };
}

function countTokens({ tokens }: Impact): PlanImpact["tokens"] {
  const counts = new Map<Slug, PlanImpact["tokens"][number]>();
  for (const { slug, actor, runs } of tokens) {
    if (!actor.startsWith("token:")) continue;
    const known = counts.get(slug) ?? { slug, tokens: 0, runs: 0 };
    counts.set(slug, { slug, tokens: known.tokens + 1, runs: known.runs + runs });
  }
  return [...counts.values()];
}
