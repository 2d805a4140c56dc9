import type { MatrixEnvironment } from "./matrix-queries.ts";
import type { Overview } from "./overview-queries.ts";

/** What stands at the head of an environment's column. */
export interface EnvironmentColumn extends MatrixEnvironment {
  readonly revisions: { readonly desired: string | null; readonly applied: string | null } | null;
  readonly freshness: {
    readonly polledAt: string | null;
    /** When the forge last delivered anything. */
    readonly webhookAt: string | null;
    readonly isStale: boolean;
  };
}

/** Environments in the order of the ladder; what only the overview knows is missing until it came. */
export function environmentColumns(
  environments: readonly MatrixEnvironment[],
  overview: Overview | undefined,
): readonly EnvironmentColumn[] {
  return environments.map((environment) => {
    const summary = overview?.environments.find(({ slug }) => slug === environment.slug);
    const fresh = overview?.freshness.environments.find((one) => one.environment === environment.slug);
    const revisions =
      summary === undefined ? null : { desired: summary.desired.revision, applied: summary.applied.revision };
    const freshness = {
      polledAt: fresh?.observedAt ?? environment.observedAt,
      webhookAt: overview?.freshness.lastDeliveryAt ?? null,
      isStale: fresh?.isStale ?? false,
    };
    return { ...environment, ...stateOf(environment, freshness), revisions, freshness };
  });
}

/** The same word as in the cells: what nobody looked at is unknown, whatever was found then. */
function stateOf(
  { state, because, next }: MatrixEnvironment,
  { isStale }: EnvironmentColumn["freshness"],
): Pick<MatrixEnvironment, "state" | "because" | "next"> {
  if (!isStale || state === "unknown") return { state, because, next };
  return {
    state: "unknown",
    because: "Nobody looked at it for too long.",
    next: "See whether the controller runs, and its log.",
  };
}
