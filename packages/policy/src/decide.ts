import type { Decision, Evidence, Gate, Plan, Problem, Timestamp, Verdict } from "@lockstep/model";

import { approvals } from "./gates/approvals.ts";
import { brake } from "./gates/brake.ts";
import { branch } from "./gates/branch.ts";
import { checks } from "./gates/checks.ts";
import { configuration } from "./gates/configuration.ts";
import { contract } from "./gates/contract.ts";
import { history } from "./gates/history.ts";
import { hold } from "./gates/hold.ts";
import { immutability } from "./gates/immutability.ts";
import { lateArrival } from "./gates/late-arrival.ts";
import { manual } from "./gates/manual.ts";
import { pullRequest } from "./gates/pull-request.ts";
import { queues } from "./gates/queues.ts";
import { rejection } from "./gates/rejection.ts";
import { secrets } from "./gates/secrets.ts";
import { signatures } from "./gates/signatures.ts";
import { soak } from "./gates/soak.ts";
import { validity } from "./gates/validity.ts";
import { verification } from "./gates/verification.ts";
import { webhooks } from "./gates/webhooks.ts";
import { windows } from "./gates/windows.ts";
import { predict } from "./predict.ts";

/** What even a plan without changes has to meet, because its revision becomes the applied one. */
const revisionGates: readonly Gate[] = [validity, branch, history, signatures];

/** Every gate in the order in which people read them: what only a commit mends comes first. */
const gates: readonly Gate[] = [
  validity,
  immutability,
  branch,
  history,
  signatures,
  configuration,
  secrets,
  queues,
  webhooks,
  rejection,
  hold,
  brake,
  lateArrival,
  manual,
  contract,
  approvals,
  soak,
  windows,
  verification,
  pullRequest,
  checks,
];

/** Gates that open by time alone: of no other can it be known when it opens. */
const timeGates: readonly Gate[] = [soak, windows];

/** Gates that what an approval is worth decides, or time: all that the clock moves while nothing else happens. */
const movingGates: readonly Gate[] = [
  history,
  brake,
  lateArrival,
  manual,
  contract,
  approvals,
  soak,
  windows,
  pullRequest,
  checks,
];

/** Whether a plan may be applied now. One refused gate refuses, else one closed gate waits, else it is admitted. */
export function decide(plan: Plan, evidence: Evidence, now: Timestamp): Decision {
  const asked = plan.changes.length === 0 ? revisionGates : gates;
  const verdicts = asked.map((gate) => gate.judge(plan, evidence, now));
  const refusals = verdicts.filter((verdict) => verdict.verdict === "refused");
  if (refusals.length > 0) return refuse(verdicts, refusals);
  const waits = verdicts.filter((verdict) => verdict.verdict === "waiting");
  if (waits.length === 0) return { outcome: "admitted", verdicts };
  const moving = movingGates.filter((gate) => asked.includes(gate));
  const judge = (at: Timestamp) => moving.map((gate) => gate.judge(plan, evidence, at));
  return wait(verdicts, waits, predict(waits, judge, timeGates));
}

type Closed<Kind extends Verdict["verdict"]> = readonly Extract<Verdict, { readonly verdict: Kind }>[];

function refuse(verdicts: readonly Verdict[], refusals: Closed<"refused">): Decision {
  const problems: readonly Problem[] = refusals.flatMap((verdict) => verdict.problems);
  return { outcome: "refused", verdicts, ...explain(refusals), problems };
}

/** All gates have to be open at once, so the latest instant counts, and none when one waits for a person. */
function wait(
  verdicts: readonly Verdict[],
  waits: Closed<"waiting">,
  predictedAt: Timestamp | null,
): Decision {
  const instants = waits.map(({ opensAt }) => opensAt);
  const known = instants.filter((instant) => instant !== null).sort();
  const opensAt = known.length === instants.length ? (known.at(-1) ?? null) : null;
  return { outcome: "waiting", verdicts, ...explain(waits), opensAt, predictedAt };
}

function explain(closed: Closed<"waiting" | "refused">): { readonly because: string; readonly next: string } {
  const steps = [...new Set(closed.map(({ next }) => next))];
  // Of a gate that opens by itself nothing is to be done, which is no advice beside one that asks for somebody.
  const asking = steps.filter((next) => !next.startsWith("Nothing"));
  return {
    because: closed.map(({ gate, because }) => asSentence(`${gate}: ${because}`)).join(" "),
    next: (asking.length > 0 ? asking : steps).join(" "),
  };
}

/** What people write, such as the reason of a hold, need not end like a sentence. */
function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
