import type { RunRequest } from "@lockstep/engine";
import {
  checksumOf,
  controllerActor,
  failureKinds,
  type Run,
  type SmokeRun,
  toFailure,
} from "@lockstep/model";

/** Accepts a run of what is applied; failures of the engine's `startRun`. */
export type StartRun = (request: RunRequest) => Promise<{ readonly run: Run }>;

export type StartedSmoke =
  | { readonly outcome: "started"; readonly run: string }
  /** It is tried again. */
  | { readonly outcome: "later"; readonly because: string }
  /** It can never be started. */
  | { readonly outcome: "failed"; readonly because: string };

/** Starts one, whatever came of an earlier try: the same one is the same run. Failure: `cancelled`. */
export async function startSmokeRun(
  startRun: StartRun,
  { deploy, position, environment, pipeline, input }: SmokeRun,
): Promise<StartedSmoke> {
  try {
    const { run } = await startRun({
      environment,
      slug: pipeline,
      version: null,
      input,
      trigger: { type: "api", id: null },
      actor: controllerActor,
      idempotency: {
        scope: `smoke/${deploy}`,
        key: String(position),
        body: checksumOf("lockstep-request/v1", { pipeline, input }),
      },
    });
    return { outcome: "started", run: run.id };
  } catch (thrown) {
    const { kind, message } = toFailure(thrown);
    if (kind === "cancelled") throw thrown;
    const isLasting = failureKinds[kind].disposition === "stall";
    return { outcome: isLasting ? "failed" : "later", because: message };
  }
}
