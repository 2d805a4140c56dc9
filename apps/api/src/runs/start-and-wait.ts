import { checksumOf, isFinal, type Json, type Run, runStates, type Slug, type Token } from "@lockstep/model";

import { tokenActor } from "../access/token-actor.ts";
import { toWaitMs } from "../requests/wait-parameter.ts";
import type { RouteDeps } from "../route-deps.ts";
import { waitUntil } from "../streams/wait-until.ts";

export interface StartRequest {
  readonly environment: Slug;
  /** `slug` or `slug@1.2.3`. */
  readonly pipeline: string;
  readonly input: unknown;
  readonly wait: string | undefined;
  readonly token: Token;
  readonly idempotencyKey: string | null;
  /** Aborted when the client went away: stops the waiting, not the run. */
  readonly gone: AbortSignal;
}

/** Starts a run and waits for its end when asked to; 200 when it ended in time, else 202. */
export async function startAndWait(
  deps: RouteDeps,
  request: StartRequest,
): Promise<{ readonly run: Run; readonly status: 200 | 202 }> {
  const milliseconds = toWaitMs(request.wait);
  const { run } = await start(deps, request);
  if (milliseconds === 0) return { run, status: 202 };
  const ended = await waitUntil({
    signals: deps.store.signals,
    channels: ["run", "event"],
    lookAgainMs: 500,
    milliseconds,
    abort: AbortSignal.any([request.gone, deps.closing]),
    look: async () => {
      const found = await deps.store.runs.load(run.id);
      return found !== null && isFinal(runStates, found.state) ? found : null;
    },
  });
  return ended === null ? { run, status: 202 } : { run: ended, status: 200 };
}

function start(deps: RouteDeps, { environment, pipeline, input, token, idempotencyKey }: StartRequest) {
  const [slug = "", version = null] = pipeline.split("@");
  const given = (input ?? {}) as Json;
  return deps.startRun({
    environment,
    slug,
    version,
    input: given,
    trigger: { type: "api", id: null },
    actor: tokenActor(token),
    idempotency:
      idempotencyKey === null
        ? null
        : {
            scope: `${token.id} run ${environment}/${slug}`,
            key: idempotencyKey,
            body: checksumOf("lockstep-request/v1", { version, input: given }),
          },
  });
}
