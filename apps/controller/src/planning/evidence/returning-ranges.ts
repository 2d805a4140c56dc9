import type { PastState } from "@lockstep/model";

import type { AuthoredRange } from "../../source/revision-source.ts";
import type { EvidenceRequest } from "./evidence-request.ts";

/** States that are looked at, newest first. */
const mostStates = 100;

/**
 * The commits that first brought what a rollback of some pipelines took out and a plan brings back. Such a rollback leaves
 * the applied revision as it is, so that the plan that follows it may bring content of no commit after that one.
 */
export async function returningRanges({
  store: { history },
  applied: { environment },
  contents,
}: Pick<EvidenceRequest, "store" | "applied" | "contents">): Promise<readonly AuthoredRange[]> {
  const { items } = await history.list(environment, { limit: mostStates, cursor: null });
  const states = new Map(items.map((state) => [state.sequence, state]));
  const ranges = new Map<number, AuthoredRange>();
  for (const { slug, to } of items[0]?.kind === "rolled-back" ? contents.plan.changes : []) {
    let taken: PastState | undefined = items[0];
    while (taken?.kind === "rolled-back") {
      const before = await history.loadPipeline(environment, taken.sequence - 1, slug);
      const bringing = before === null ? null : await history.loadOf(before.deploy);
      taken = states.get((bringing?.sequence ?? taken.sequence) - 1);
      if (bringing !== null && before?.content === to?.content)
        ranges.set(bringing.sequence, { from: taken?.revision ?? null, to: bringing.revision });
    }
  }
  return [...ranges.values()].filter(({ from, to }) => from !== to);
}
