import { hash } from "node:crypto";

import { canonicalJson, type EnvironmentStatus, type Revision } from "@lockstep/model";

import type { Observation } from "../reconcile/observe.ts";
import type { Candidate } from "./candidate.ts";
import { branchOf } from "./judge-environments.ts";

/** Everything that a report was judged from. */
export interface ReportedKey {
  readonly head: Revision;
  readonly base: Revision;
  /** Digest of control revision, environments and where the pull request comes from. */
  readonly facts: string;
  /**
   * What was judged: a revision, or one of the words `conflict`, `interim` and `unreadable`. What is `interim` is judged
   * again once the forge knows more.
   */
  readonly judged: string;
}

/** One line that {@link parseKey} reads; the same for the same facts. */
export function formatKey({ head, base, facts, judged }: ReportedKey): string {
  return [head, base, facts, judged].join(" ");
}

/** `null` for what was written by nobody who is known. */
export function parseKey(key: string | null): ReportedKey | null {
  const [head, base, facts, judged, more] = (key ?? "").split(" ");
  if (head === undefined || base === undefined || facts === undefined || more !== undefined) return null;
  return judged === undefined ? null : { head, base, facts, judged };
}

/** Whether nothing moved since that was reported and it was final. */
export function isSettledAs(reported: ReportedKey | null, now: Omit<ReportedKey, "judged">): boolean {
  return isSameSituation(reported, now) && reported?.judged !== "interim";
}

/** Whether nothing moved that is known without asking the forge. */
export function isSameSituation(reported: ReportedKey | null, now: Omit<ReportedKey, "judged">): boolean {
  return reported?.head === now.head && reported.base === now.base && reported.facts === now.facts;
}

/** What is known of a candidate without asking the forge. An apply moves the sequence, and with it the policy. */
export function situationOf(
  { head, base, isFork }: Candidate,
  { control, rows }: Pick<Observation, "control" | "rows">,
  controlBranch: string,
): Omit<ReportedKey, "judged"> {
  const isFed = ({ slug }: EnvironmentStatus) =>
    base.branch === controlBranch || branchOf(slug, { control, rows }) === base.branch;
  const environments = [...rows.values()]
    .filter(isFed)
    .map(({ slug, sequence, appliedDeploy }) => [slug, sequence, appliedDeploy] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const facts = { base: base.branch, control: control.revision, environments, isFork };
  return { head, base: base.revision, facts: hash("sha256", canonicalJson(facts)).slice(0, 32) };
}
