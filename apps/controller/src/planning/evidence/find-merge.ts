import {
  type Forge,
  fromTimestamp,
  type MergeEvidence,
  type MergeFinding,
  type Revision,
  type Timestamp,
  toFailure,
} from "@lockstep/model";

import { broughtRanges } from "./brought-commits.ts";
import type { EvidenceRequest } from "./evidence-request.ts";
import { withForgeDeadline } from "./forge-deadline.ts";

/** An environment that waits asks about the same commit again and again; a forge is asked no more often than this. */
const restMs = 30_000;

interface Asked {
  readonly finding: MergeFinding;
  readonly at: number;
}

const asked = new WeakMap<Forge, Map<Revision, Asked>>();
const mostAsked = 1_000;

/**
 * How the commits came in that a plan brings: the one of the environment's branch and, where the plan changes the
 * environment, the one of the control branch. What is merged and has every check that the policy names green is not asked
 * for again. Failure: `cancelled`, those of the store.
 */
export async function findMerges(request: EvidenceRequest): Promise<readonly MergeFinding[]> {
  const findings: MergeFinding[] = [];
  for (const { to } of broughtRanges(request)) findings.push(await findMerge(request, to));
  return findings;
}

/** The finding that says most about what is missing: one commit past a pull request is one too many. */
export function worstOf(findings: readonly MergeFinding[], checks: readonly string[]): MergeFinding | null {
  const order: readonly MergeFinding["state"][] = ["none", "unavailable", "no-forge"];
  for (const state of order) {
    const found = findings.find((finding) => finding.state === state);
    if (found !== undefined) return found;
  }
  const lacking = findings.find(
    (finding) => finding.state === "merged" && !isGreen(finding.evidence, checks),
  );
  return lacking ?? findings[0] ?? null;
}

async function findMerge(request: EvidenceRequest, revision: Revision): Promise<MergeFinding> {
  const { store, forge, policy, subject, signal } = request;
  if (!forge.capabilities.pullRequests) return { state: "no-forge" };
  if (revision === subject.trial?.revision)
    return { state: "unavailable", because: "merging makes another commit, which is looked at then" };
  const seen = await store.pullRequests.loadEvidence(revision);
  if (seen !== null && isGreen(seen, policy.gates.checks)) return { state: "merged", evidence: seen };
  const now = await store.now();
  const known = recall(forge, revision, now);
  if (known !== null) return known;
  const found = await ask(forge, { revision, now, signal });
  if (found.state === "merged") await store.pullRequests.saveEvidence(revision, found.evidence);
  const finding: MergeFinding =
    found.state === "unavailable" && seen !== null ? { state: "merged", evidence: seen } : found;
  if (found.state !== "unavailable") remember(forge, revision, { finding, at: fromTimestamp(now) });
  return finding;
}

async function ask(
  forge: Forge,
  {
    revision,
    now,
    signal,
  }: { readonly revision: Revision; readonly now: Timestamp; readonly signal: AbortSignal },
): Promise<MergeFinding> {
  const { pausedUntil } = forge.status();
  if (pausedUntil !== null && pausedUntil > now)
    return { state: "unavailable", because: `the forge asked not to be called until ${pausedUntil}` };
  try {
    const evidence = await withForgeDeadline((limited) => forge.readMergeEvidence(revision, limited), signal);
    return evidence === null ? { state: "none" } : { state: "merged", evidence };
  } catch (thrown) {
    signal.throwIfAborted();
    return { state: "unavailable", because: toFailure(thrown).message };
  }
}

/** A clock that was set back must not keep an answer for ever. */
function recall(forge: Forge, revision: Revision, now: Timestamp): MergeFinding | null {
  const known = asked.get(forge)?.get(revision);
  if (known === undefined || Math.abs(fromTimestamp(now) - known.at) >= restMs) return null;
  return known.finding;
}

function remember(forge: Forge, revision: Revision, answer: Asked): void {
  const known = asked.get(forge) ?? new Map<Revision, Asked>();
  asked.set(forge, known);
  if (known.size >= mostAsked) known.clear();
  known.set(revision, answer);
}

const green: ReadonlySet<string> = new Set(["success", "neutral", "skipped"]);

function isGreen({ checks }: MergeEvidence, names: readonly string[]): boolean {
  return names.every((name) => {
    const reported = checks.filter((check) => check.name === name);
    return reported.length > 0 && reported.every(({ outcome }) => green.has(outcome));
  });
}
