import {
  type AnswerOutcome,
  Failure,
  type Json,
  mayActAs,
  type Run,
  type StepAttempt,
  type Token,
  type WaitsFor,
} from "@lockstep/model";
import { compileSchema } from "@lockstep/schema";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiDeps } from "../api-deps.ts";

/** What somebody answers, and to which step or item. */
export interface AnswerRequest {
  readonly run: Run;
  readonly step: string;
  /** Absent for a step without `forEach`. */
  readonly item?: number | undefined;
  /** Checked against the step's form; an empty object when absent. */
  readonly value?: unknown;
}

/**
 * Keeps an answer to an `approval` step. Failures: `not-found`, `forbidden` (`NOT_ASSIGNED`, `OWN_APPROVAL`),
 * `invalid-input` with every error of the form, `conflict` (`STEP_ANSWERED`, `STEP_EXPIRED`, `STEP_NOT_WAITING`).
 */
export async function answerApproval(
  { store }: Pick<ApiDeps, "store">,
  token: Token,
  { run, step, item = -1, value = {} }: AnswerRequest,
): Promise<StepAttempt> {
  const { attempt, asked } = await loadAsked(store, { run: run.id, step, item });
  assertMayAnswer(token, run, asked);
  const standing = standingOf(attempt);
  if (standing !== "accepted") throw closed(standing, step);
  const output = acceptAnswer(value as Json, asked);
  const key = { run: run.id, step, item, attempt: attempt.attempt };
  const outcome = await store.runs.answer({ ...key, by: tokenActor(token).id, output });
  if (outcome !== "accepted") throw closed(outcome, step);
  return (await store.runs.loadLastAttempt(run.id, step, item)) ?? attempt;
}

type Asked = Extract<WaitsFor, { readonly kind: "person" }>;

async function loadAsked(
  { runs }: ApiDeps["store"],
  { run, step, item }: { readonly run: string; readonly step: string; readonly item: number },
): Promise<{ readonly attempt: StepAttempt; readonly asked: Asked }> {
  const attempt = await runs.loadLastAttempt(run, step, item);
  if (attempt?.waitsFor?.kind === "person") return { attempt, asked: attempt.waitsFor };
  if (item === -1 && (await runs.loadLastAttempt(run, step, 0))?.waitsFor?.kind === "person")
    throw new Failure("invalid-input", `${step} asks once per item: say which one is answered.`, {
      errors: [{ path: "/item", message: "is missing" }],
    });
  if (attempt !== null) throw closed("not-waiting", step);
  throw new Failure(
    "not-found",
    `Nothing was asked here by ${step}. GET /api/v1/approvals?run=${run} lists what waits for an answer.`,
  );
}

/** An approver, or somebody whom the step names; never who started the run, or a run that it takes up. */
function assertMayAnswer(token: Token, { actor, retryOf }: Run, { assignees }: Asked): void {
  const { id } = tokenActor(token);
  if (!mayActAs(token.role, "approver") && !assignees.includes(id))
    throw new Failure("forbidden", `This is asked of ${assignees.join(", ")} and of approvers.`, {
      code: "NOT_ASSIGNED",
    });
  if (actor.id === id || retryOf?.actors.includes(id) === true)
    throw new Failure("forbidden", "Who started a run does not answer its approvals; ask somebody else.", {
      code: "OWN_APPROVAL",
    });
}

function standingOf({ state, reply }: StepAttempt): AnswerOutcome {
  if (reply !== null) return "answered";
  if (state === "waiting") return "accepted";
  return state === "failed" ? "expired" : "not-waiting";
}

function acceptAnswer(value: Json, { form }: Asked): Json {
  const compiled = compileSchema(form);
  if (!compiled.ok) throw new Failure("unprocessable", "The form of this step cannot be used.");
  const validation = compiled.validate(value);
  if (validation.ok) return validation.value;
  throw new Failure("invalid-input", "The value does not fit the form; every error is listed.", {
    errors: validation.errors,
  });
}

const refusals = {
  answered: { code: "STEP_ANSWERED", because: "has been answered already; the first answer counts." },
  expired: { code: "STEP_EXPIRED", because: "is no longer asked: its time ran out." },
  "not-waiting": { code: "STEP_NOT_WAITING", because: "does not wait for an answer." },
} as const satisfies Record<Exclude<AnswerOutcome, "accepted">, object>;

function closed(outcome: Exclude<AnswerOutcome, "accepted">, step: string): Failure {
  const { code, because } = refusals[outcome];
  return new Failure("conflict", `${step} ${because}`, { code });
}
