import {
  Failure,
  failureKinds,
  fromTimestamp,
  syncStates,
  toFailure,
  toTimestamp,
  type DetectedDrift,
  type EnvironmentFindings,
  type EnvironmentStatus,
  type Slug,
} from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import { describeDrift, listCounting, scanDrift } from "../drift/scan-drift.ts";
import { backOff, longestRestMs, unreadableRestMs } from "./back-off.ts";
import { findingsAfterFault, findingsOfUnreadable } from "./findings.ts";
import type { Observation } from "./observe.ts";
import { reconcileEnvironment } from "./reconcile-environment.ts";
import type { SettledSituations } from "./settled.ts";

/** How long one look at one environment may take, the first clone of a large repository included. */
const visitDeadlineMs = 600_000;

/** How long findings of the drift scan are good for. */
const driftIntervalMs = 60_000;

/** Looks at one environment and writes down what was found; never throws for what concerns only this one. */
export interface Visitor {
  visit(slug: Slug, observation: Observation, signal: AbortSignal): Promise<void>;
  /** Looks again at the next visit even if nothing moved. */
  forget(slug: Slug): void;
}

/** What one look found, and whether it moved what is in force. */
interface Visit {
  readonly findings: EnvironmentFindings;
  readonly hasApplied: boolean;
}

export function createVisitor(deps: ControllerDeps, settled: SettledSituations): Visitor {
  const scannedAt = new Map<Slug, number>();
  const forced = new Set<Slug>();

  async function find(row: EnvironmentStatus, observation: Observation, signal: AbortSignal): Promise<Visit> {
    const situation = situationOf(row, observation);
    const known = settled.find(row.slug, situation);
    if (known !== null && !isDue(known, deps.clock.now())) return { findings: known, hasApplied: false };
    const findings = await reconcileEnvironment(deps, row.slug, observation, signal);
    scannedAt.delete(row.slug);
    const after = findings.state === "in-sync" ? await deps.store.environments.load(row.slug) : null;
    if (isSettled(findings)) settled.remember(row.slug, situationOf(after ?? row, observation), findings);
    return { findings, hasApplied: after !== null && after.sequence !== row.sequence };
  }

  async function withDrift(
    slug: Slug,
    { findings, hasApplied }: Visit,
    signal: AbortSignal,
  ): Promise<EnvironmentFindings> {
    const drift = await findDrift(slug, hasApplied, signal);
    if (drift.length === 0 || findings.state !== "in-sync") return findings;
    return { ...findings, state: "drifted", because: describeDrift(drift), next: syncStates.drifted.next };
  }

  /** After an apply only what was known before is looked at again: the next look scans, and the next commit is not kept. */
  async function findDrift(
    slug: Slug,
    hasApplied: boolean,
    signal: AbortSignal,
  ): Promise<readonly DetectedDrift[]> {
    const now = deps.clock.now();
    // A clock that was set back must not put the next scan off.
    const isFresh = Math.abs(now - (scannedAt.get(slug) ?? -Infinity)) < driftIntervalMs;
    const known = isFresh || hasApplied ? await listCounting(deps, slug) : null;
    if (known !== null && (isFresh || known.length === 0)) return known;
    scannedAt.set(slug, now);
    return scanDrift(deps, slug, signal);
  }

  return {
    async visit(slug, observation, signal) {
      const row = observation.rows.get(slug);
      if (row === undefined) return;
      const isForced = forced.delete(slug);
      if (!isForced && isResting(row, observation, deps.clock.now())) {
        await deps.store.environments.saveFindings(identityOf(row, observation), row);
        return;
      }
      const started = performance.now();
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(visitDeadlineMs)]);
      const findings = await find(row, observation, deadline)
        .then((found) => withDrift(slug, found, deadline))
        .catch((thrown: unknown) => {
          if (signal.aborted) throw thrown;
          const failure = deadline.aborted ? tookTooLong(slug) : toFailure(thrown);
          return explain(deps, row, failure, observation);
        });
      await deps.store.environments.saveFindings(identityOf(row, observation), findings);
      const milliseconds = performance.now() - started;
      deps.onReconciled({
        environment: slug,
        state: findings.state,
        milliseconds,
        isFault: findings.failures > 0,
      });
    },
    forget(slug) {
      settled.forget(slug);
      scannedAt.delete(slug);
      forced.add(slug);
    },
  };
}

function situationOf(row: EnvironmentStatus, { heads, control }: Observation) {
  const branch = control.environments.find(({ slug }) => slug === row.slug)?.environment.source.branch;
  const head = (branch === undefined ? undefined : heads.get(branch)) ?? "";
  const { sequence, acts } = row;
  return { head, controlRevision: control.revision, sequence, acts };
}

/** Waiting for a person or a secret has to be looked at again; what needs a new commit has not. */
function isSettled({ state, retryAt }: EnvironmentFindings): boolean {
  return (state === "in-sync" || state === "refused" || state === "held") && retryAt === null;
}

function isDue({ opensAt, retryAt }: EnvironmentFindings, now: number): boolean {
  return [opensAt, retryAt].some((instant) => instant !== null && fromTimestamp(instant) <= now);
}

/**
 * After a fault an environment rests until its back-off is over, unless git moved. A rest longer than any that is ever
 * given comes from a clock that was set back since.
 */
function isResting(row: EnvironmentStatus, observation: Observation, now: number): boolean {
  if (row.retryAt === null) return false;
  const rest = fromTimestamp(row.retryAt) - now;
  if (rest <= 0 || rest > longestRestMs) return false;
  const { head, controlRevision } = situationOf(row, observation);
  return (row.desiredRevision ?? "") === head && row.desiredControlRevision === controlRevision;
}

function explain(
  deps: ControllerDeps,
  row: EnvironmentStatus,
  failure: Failure,
  observation: Observation,
): EnvironmentFindings {
  deps.log.warn({ environment: row.slug, kind: failure.kind, err: failure }, failure.message);
  const { head, controlRevision } = situationOf(row, observation);
  const desired = { desiredRevision: head === "" ? null : head, desiredControlRevision: controlRevision };
  const isUnreadable = failureKinds[failure.kind].disposition === "stall";
  const usual = isUnreadable ? unreadableRestMs : backOff(row.failures + 1, deps.random);
  const rest = Math.min(failure.retryAfterMs ?? usual, longestRestMs);
  const retryAt = toTimestamp(deps.clock.now() + rest);
  return isUnreadable
    ? findingsOfUnreadable(failure, { ...desired, branch: row.branch, retryAt })
    : { ...findingsAfterFault(row, failure, retryAt), ...desired };
}

function tookTooLong(slug: Slug): Failure {
  const minutes = visitDeadlineMs / 60_000;
  return new Failure("deadline-exceeded", `Looking at '${slug}' took longer than ${minutes} minutes.`);
}

function identityOf({ slug, title, tier }: EnvironmentStatus, { control }: Observation) {
  const environment = control.environments.find((found) => found.slug === slug)?.environment;
  return environment === undefined
    ? { slug, title, tier }
    : { slug, title: environment.title, tier: environment.tier };
}
