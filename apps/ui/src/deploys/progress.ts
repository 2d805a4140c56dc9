import type { Status } from "../design/statuses.ts";
import type { DeployAnswer } from "./deploy-queries.ts";

export interface Stage {
  readonly name: "Planned" | "Gates" | "Applied" | "Verified";
  readonly status: Status;
}

const done: Status = { word: "done", tone: "good", icon: "check" };
const ahead: Status = { word: "not yet", tone: "idle", icon: "ring" };
const never: Status = { word: "not reached", tone: "idle", icon: "dash" };
const underWay: Status = { word: "under way", tone: "info", icon: "spinner" };
const waits: Status = { word: "waits", tone: "info", icon: "clock" };
const no: Status = { word: "no", tone: "bad", icon: "refused" };
const fault: Status = { word: "a fault; tried again", tone: "warn", icon: "warning" };

/** How far a deploy has come, stage by stage. */
export function stagesOf({ deploy, verification, records }: Progress): readonly Stage[] {
  const [gates, applied] = gatesAndApply[deploy.state];
  const stages: readonly Stage[] = [
    { name: "Planned", status: done },
    { name: "Gates", status: gates },
    { name: "Applied", status: applied },
  ];
  if (verification.length === 0) return stages;
  return [...stages, { name: "Verified", status: verified(verification, records) }];
}

export type Progress = Pick<DeployAnswer, "verification" | "records"> & {
  readonly deploy: Pick<DeployAnswer["deploy"], "state">;
};

const gatesAndApply: Readonly<Record<Progress["deploy"]["state"], readonly [Status, Status]>> = {
  planned: [underWay, ahead],
  waiting: [waits, ahead],
  applying: [done, underWay],
  applied: [done, done],
  refused: [no, never],
  rejected: [no, never],
  superseded: [never, never],
  failed: [done, fault],
};

function verified(runs: Progress["verification"], records: Progress["records"]): Status {
  const told = records.findLast(({ kind }) => kind === "verified" || kind === "unverified");
  if (told?.kind === "unverified" || runs.some(({ outcome }) => outcome === "failed")) return no;
  return told === undefined && runs.some(({ outcome }) => outcome === "pending") ? underWay : done;
}
