import { drift as compareDrift } from "@lockstep/diff";
import type { Drift, NewEvent, OrgStore, Slug } from "@lockstep/model";

/** Re-hashes what the database contains, saves the differences by name, and returns them. */
export async function scanDrift({ drift, events }: OrgStore, environment: Slug): Promise<readonly Drift[]> {
  const findings = compareDrift(await drift.loadAssigned(environment), await drift.loadLive(environment));
  const { detected, cleared } = await drift.saveFindings(environment, findings, "scan");
  const news: NewEvent[] = [];
  if (detected > 0) news.push({ name: "drift.detected", environment, body: { count: detected } });
  if (cleared > 0) news.push({ name: "drift.cleared", environment, body: { count: cleared } });
  if (news.length > 0) await events.append(news);
  return findings;
}

/** One sentence for all differences of an environment. */
export function describeDrift(findings: readonly Drift[]): string {
  const [first] = findings;
  if (first === undefined) return "";
  const others = findings.length - 1;
  return others === 0 ? first.sentence : `${first.sentence} And ${others} more.`;
}
