import { type DetectedDrift, type DriftMender, type DriftRequest, Failure } from "@lockstep/model";

import { adoptDrift } from "./adopt-drift.ts";
import type { AdoptDeps, RevertDeps } from "./drift-deps.ts";
import { revertDrift } from "./revert-drift.ts";

type MenderDeps = Omit<RevertDeps & AdoptDeps, "store" | "source"> & {
  readonly store: RevertDeps["store"] & AdoptDeps["store"];
  readonly source: RevertDeps["source"] & AdoptDeps["source"];
};

/** The ways out of drift over the org database, git and the forge. */
export function createDriftMender(deps: MenderDeps): DriftMender {
  return {
    async revert({ environment, id, actor, reason }, signal) {
      const found = await findDrift(deps, { environment, id });
      const mended = await revertDrift(deps, { environment, found: [found], actor, reason }, signal);
      if (!mended.includes(id)) throw notMended(found);
      await deps.store.environments.raiseHint(environment);
      return found;
    },
    async adopt(request, signal) {
      return adoptDrift(deps, request, await findDrift(deps, request), signal);
    },
  };
}

async function findDrift(
  { store }: Pick<RevertDeps, "store">,
  { environment, id }: Pick<DriftRequest, "environment" | "id">,
): Promise<DetectedDrift> {
  const found = await store.drift.load(environment, id);
  if (found !== null) return found;
  throw new Failure(
    "not-found",
    `There is no drift ${JSON.stringify(id)} in ${environment} (any more); \`lockstep drift --env ${environment}\` lists what there is.`,
  );
}

function notMended({ slug, applied, sentence }: DetectedDrift): Failure {
  const manifest = applied === null ? "" : ` ${applied.manifest}`;
  return new Failure(
    "unprocessable",
    `${sentence} It could not be put right: the applied manifest${manifest} of ${slug} is neither whole in the database nor in git at the revisions that were applied. Deploy the pipeline again.`,
    { code: "DRIFT_NOT_MENDED" },
  );
}
