import type { OpenApproval } from "@lockstep/model";

/** An attempt of an approval step with the run that it belongs to. */
export interface OpenApprovalRow {
  readonly run: string;
  readonly step: string;
  readonly item: number;
  readonly attempt: number;
  readonly waits_details: string;
  readonly started_at: string;
  readonly retry_at: string;
  readonly environment: string;
  readonly slug: string;
  readonly version: string;
  readonly team: string | null;
}

export function openApprovalOf(row: OpenApprovalRow): OpenApproval {
  const { run, environment, slug, version, team, step, item, attempt } = row;
  const details = JSON.parse(row.waits_details) as Omit<OpenApproval["asked"], "kind">;
  return {
    run,
    environment,
    slug,
    version,
    team,
    step,
    item,
    attempt,
    asked: { kind: "person", ...details },
    since: row.started_at,
    expiresAt: row.retry_at,
  };
}
