import { describeDuration } from "../../design/time.tsx";
import { useFromNow } from "../../design/use-now.ts";
import type { PromotionItem } from "../../promotions/promotion-queries.ts";

/** How a content did in the lower environment: how long it is in force, how often it ran, how often it failed. */
export function Evidence({ evidence }: Pick<PromotionItem, "evidence">) {
  if (evidence === null) return <span className="text-muted">none</span>;
  const { since, runs, failed } = evidence;
  return (
    <>
      <div>{since === null ? "not in force" : <InForceFor since={since} />}</div>
      <div className={failed > 0 ? "text-bad" : "text-muted"}>{describeRuns(runs, failed)}</div>
    </>
  );
}

function InForceFor({ since }: { readonly since: string }) {
  const length = useFromNow((now) => describeDuration(now - Date.parse(since)));
  return <>in force for {length}</>;
}

/** `12 runs, 1 failed (8.3 %)`. */
function describeRuns(runs: number, failed: number): string {
  if (runs === 0) return "has not run yet";
  const count = runs === 1 ? "1 run" : `${runs} runs`;
  return failed === 0
    ? `${count}, none failed`
    : `${count}, ${failed} failed (${((100 * failed) / runs).toFixed(1)} %)`;
}
