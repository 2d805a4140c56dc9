import { type CheckReport, type PullRequest, toFailure } from "@lockstep/model";
import { commentOf } from "@lockstep/report";

import type { Observation } from "../reconcile/observe.ts";
import { type Candidate, findCandidates, refOf } from "./candidate.ts";
import type { ForgeLoopDeps } from "./forge-deps.ts";
import { isForgeAway } from "./forge-fault.ts";
import { branchOf, isUnreadable, judgeEnvironments } from "./judge-environments.ts";
import { findJudgedRevision, type JudgedAs } from "./judged-revision.ts";
import { checkEntry, commentEntry } from "./outbox-entries.ts";
import type { PendingMerges } from "./pending-merges.ts";
import { type Judged, reportJudgement, reportUnreadable } from "./report-candidate.ts";
import {
  formatKey,
  isSameSituation,
  isSettledAs,
  parseKey,
  type ReportedKey,
  situationOf,
} from "./reported-key.ts";

/** A candidate that takes longer is reported as not judged. */
const deadlineMs = 120_000;

export interface ReportRound {
  readonly deps: ForgeLoopDeps;
  readonly pending: PendingMerges;
  readonly observation: Observation;
  /** Open ones. */
  readonly pullRequests: readonly PullRequest[];
  /** Whether this process still has the lease. */
  isMine(): Promise<boolean>;
  readonly signal: AbortSignal;
}

/** Reports on every candidate of which something moved since the last report. One that fails does not stop the others, unless nobody answers. */
export async function reportCandidates(round: ReportRound): Promise<void> {
  const { deps, observation, pullRequests, pending } = round;
  const candidates = findCandidates(observation, pullRequests, deps.controlBranch);
  pending.keepOnly(new Set(candidates.map(({ subject }) => subject)));
  for (const candidate of candidates) {
    if (round.signal.aborted) return;
    try {
      if ((await reportIfMoved(round, candidate)) === "fenced") return;
    } catch (thrown) {
      const failure = toFailure(thrown);
      const { kind, message } = failure;
      if (round.signal.aborted) return;
      if (isForgeAway(failure) || kind === "database-unreachable") throw failure;
      const { head, base, facts } = situationOf(candidate, observation, deps.controlBranch);
      pending.wait(candidate.subject, [head, base, facts].join(" "), deps.clock.now());
      deps.log.warn({ subject: candidate.subject, kind, err: thrown }, message);
    }
  }
}

async function reportIfMoved(round: ReportRound, known: Candidate): Promise<"done" | "fenced"> {
  const { deps, pending, observation } = round;
  const { store, clock, controlBranch } = deps;
  const reported = parseKey(await store.pullRequests.loadReported(known.subject));
  const before = situationOf(known, observation, controlBranch);
  if (isSettledAs(reported, before)) return "done";
  const waitingFor = [before.head, before.base, before.facts].join(" ");
  if (pending.isResting(known.subject, waitingFor, clock.now())) return "done";
  if (!(await round.isMine())) return "fenced";
  const startedAt = clock.now();
  const as = await findJudgedRevision(sourcesOf(round), known, round.signal);
  if (as.kind === "gone") return "done";
  const situation = situationOf(as.candidate, observation, controlBranch);
  if (isSettledAs(reported, situation)) return "done";
  if (as.kind === "computing") {
    const isOver = pending.wait(known.subject, waitingFor, clock.now());
    const isSaid = isSameSituation(reported, situation);
    if (!isOver || isSaid) return "done";
  } else pending.forget(known.subject);
  const key = { ...situation, judged: as.kind === "conflict" ? "conflict" : revisionOr(as) };
  await report(round, { as, key, reported, startedAt });
  return "done";
}

function revisionOr({ kind, revision }: Exclude<JudgedAs, { kind: "gone" }>): string {
  return kind === "computing" ? "interim" : revision;
}

function sourcesOf({ deps, observation }: ReportRound) {
  const { forge, source, store } = deps;
  const save = (pullRequest: PullRequest) => store.pullRequests.save([pullRequest]);
  return { forge, source, heads: observation.heads, save };
}

interface Report {
  readonly as: Exclude<JudgedAs, { kind: "gone" }>;
  readonly key: ReportedKey;
  /** What was reported before. */
  readonly reported: ReportedKey | null;
  readonly startedAt: number;
}

async function report(round: ReportRound, { as, key, reported, startedAt }: Report): Promise<void> {
  const { deps } = round;
  const { candidate } = as;
  const hasMoved = reported?.head === candidate.head && reported.base !== candidate.base.revision;
  const judged: Judged = {
    candidate,
    judged: { revision: as.revision, kind: kindOf(as) },
    key,
    movedFrom: hasMoved ? reported.base : null,
    startedAt,
  };
  const { reports, isReadable } = await reportsOf(round, judged);
  const saved = formatKey(isReadable ? key : { ...key, judged: "unreadable" });
  const comments =
    deps.isCommenting && candidate.pullRequest !== null
      ? [commentEntry(commentOf(reports, candidate.pullRequest.number))]
      : [];
  await deps.store.pullRequests.saveReported(candidate.subject, saved, [
    ...reports.map(checkEntry),
    ...comments,
  ]);
}

function kindOf({ kind }: Report["as"]): Judged["judged"]["kind"] {
  return kind === "merge" || kind === "queue" ? kind : "head";
}

async function reportsOf(
  { deps, observation, signal }: ReportRound,
  judged: Judged,
): Promise<{ readonly reports: readonly CheckReport[]; readonly isReadable: boolean }> {
  const { candidate } = judged;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const request = {
    observation,
    baseBranch: candidate.base.branch,
    controlBranch: deps.controlBranch,
    judged: { branch: refOf(candidate), revision: judged.judged.revision },
    isTrial: judged.judged.kind !== "queue",
  };
  try {
    const judgement = await judgeEnvironments(deps, request, deadline);
    return { reports: await reportJudgement(deps, judged, judgement, deadline), isReadable: true };
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (signal.aborted || !(deadline.aborted || isUnreadable(failure))) throw failure;
    const because = deadline.aborted
      ? `looking at it took longer than ${deadlineMs / 60_000} minutes`
      : failure.message;
    const names = observation.control.environments
      .map(({ slug }) => slug)
      .filter((slug) => branchOf(slug, observation) === candidate.base.branch);
    return { reports: reportUnreadable(deps, judged, names, because), isReadable: false };
  }
}
