import {
  Failure,
  type FiringStart,
  type FiringStarted,
  type JsonObject,
  type NewFiring,
  type NewRun,
} from "@lockstep/model";

import { prepareRun } from "../start-run.ts";
import { findTrigger, type FoundTrigger } from "./find-trigger.ts";
import type { TriggerDeps } from "./trigger-deps.ts";
import { evaluateCondition, evaluateField, triggerScope } from "./trigger-scope.ts";

/** How the sender's wish that something starts only once is kept. */
export interface OnlyOnce {
  readonly idempotency: NewRun["idempotency"];
  readonly once: FiringStart["once"];
}

export type Fired = { readonly found: FoundTrigger } & (
  | FiringStarted
  /** The trigger's filter said no. */
  | { readonly outcome: "filtered" }
);

/** Longest chain of pipelines that start each other by triggers. */
const longestChain = 16;

/** Fires a trigger that may have gone meanwhile: then `null`. Failures: those of {@link fireFound}. */
export async function fireTrigger(deps: TriggerDeps, firing: NewFiring): Promise<Fired | null> {
  const found = await findTrigger(deps, firing);
  return found === null ? null : fireFound(deps, firing, found);
}

/**
 * Makes the run that a firing asks for, once. Failures: those of {@link prepareRun}, `unprocessable` with code
 * `EXPRESSION` or `TRIGGER_CHAIN`.
 */
export async function fireFound(
  deps: TriggerDeps,
  firing: NewFiring,
  found: FoundTrigger,
  { idempotency, once }: OnlyOnce = { idempotency: null, once: null },
): Promise<Fired> {
  await deps.requireRoom();
  assertShort(firing);
  const { trigger } = found;
  const scope = triggerScope(found, await contextOf(deps, firing));
  if (trigger.type === "event" && trigger.filter !== null)
    if (!evaluateCondition("filter", trigger.filter, scope)) return { found, outcome: "filtered" };
  const run = await prepareRun(deps, {
    environment: firing.environment,
    slug: firing.slug,
    version: null,
    input: evaluateField("input", trigger.input, scope),
    trigger: { type: trigger.type, id: trigger.id },
    actor: { kind: "trigger", id: `trigger:${firing.slug}/${trigger.id}` },
    idempotency,
  });
  const overlap = trigger.type === "cron" ? trigger.overlap : "allow";
  const started = await deps.triggers.start({ firing, run, overlap, once });
  if (started.outcome === "started") await deps.signals.notify("run");
  return { found, ...started };
}

function assertShort({ depth, slug, trigger }: NewFiring): void {
  if (depth <= longestChain) return;
  const message = `${slug} would be the ${depth}th pipeline in a chain of triggers; at most ${longestChain} may start each other. See \`${trigger}\` of ${slug}.`;
  throw new Failure("unprocessable", message, { code: "TRIGGER_CHAIN" });
}

/** What `trigger` holds. The run that ended is read now: only its id was kept. */
async function contextOf({ runs }: TriggerDeps, { type, payload }: NewFiring): Promise<JsonObject> {
  if (type !== "pipeline") return payload;
  const { run: upstream } = payload;
  const run = typeof upstream === "string" ? await runs.load(upstream) : null;
  if (run === null) throw new Failure("not-found", "The run that this firing follows is gone.");
  const { id, slug, version, state: status, output, error, startedAt, endedAt } = run;
  const facts =
    error === null ? null : { type: error.type, message: error.message, step: error.step ?? null };
  return { run: { id, slug, version, status, output, error: facts, startedAt, endedAt } };
}
