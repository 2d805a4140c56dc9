import type { ApiDeps } from "@lockstep/api";
import { retryRun, startRun } from "@lockstep/engine";
import type { Clock, Ids, OrgStore, PipelineLoader } from "@lockstep/model";

export interface RunUseCaseParts {
  readonly store: Pick<OrgStore, "environments" | "runs" | "signals">;
  readonly pipelines: PipelineLoader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly requireRoom: () => Promise<void>;
}

/** Accepts runs, started or retried, but none that there would be no room to write down. */
export function createRunUseCases({
  store: { environments, runs, signals },
  pipelines,
  clock,
  ids,
  requireRoom,
}: RunUseCaseParts): Pick<ApiDeps, "startRun" | "retryRun"> {
  const ports = { environments, runs, signals, pipelines, clock, ids };
  return {
    async startRun(request) {
      await requireRoom();
      return startRun(ports, request);
    },
    async retryRun(request) {
      await requireRoom();
      return retryRun(ports, request);
    },
  };
}
