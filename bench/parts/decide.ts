import { createHash } from "node:crypto";

import type { Evidence } from "@lockstep/model";
import { decide } from "@lockstep/policy";

import type { Figure } from "../measuring/print-table.ts";
import { median, percentile, timedEach } from "../measuring/stopwatch.ts";
import { decidedAt, makeLargePlan } from "../product/large-plan.ts";

const repetitions = 20;

/** All gates over one plan, beside parsing and hashing the same bytes. */
export async function measureDecide(manifests: number): Promise<Figure[]> {
  const { plan, single, evidence, soaking } = makeLargePlan(manifests);
  const bytes = JSON.stringify({ plan, evidence: withoutTexts(evidence) });
  const baseline = median(
    await timedEach(repetitions, async () => {
      createHash("sha256").update(bytes).digest("hex");
      JSON.parse(bytes);
    }),
  );
  const figures: Figure[] = [];
  for (const [name, asked, given, expected] of [
    ["one changed, every gate open", single, evidence, "admitted"],
    ["all changed, every gate open", plan, evidence, "admitted"],
    ["all changed, all still soak, with the predicted instant", plan, soaking, "waiting"],
  ] as const) {
    const { outcome } = decide(asked, given, decidedAt);
    if (outcome !== expected) throw new Error(`decide says ${outcome} instead of ${expected}`);
    const times = await timedEach(repetitions, async () => void decide(asked, given, decidedAt));
    const what = (metric: string) => `decide, ${manifests} pipelines, ${name}, ${metric}`;
    figures.push(
      { what: what("p50"), value: median(times), unit: "ms", aim: 50, baseline },
      { what: what("p95"), value: percentile(times, 0.95), unit: "ms", aim: null, baseline },
    );
  }
  return figures;
}

/** No gate reads the manifests' texts. */
function withoutTexts(evidence: Evidence): object {
  return { ...evidence, pipelines: evidence.pipelines.map((pipeline) => ({ ...pipeline, canonical: "" })) };
}
