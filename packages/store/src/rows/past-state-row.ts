import type { Checksum, PastState } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { environmentStates } from "../schema/index.ts";

export type PastStateRow = InferSelectModel<typeof environmentStates>;

export function pastStateOf(row: PastStateRow): PastState {
  const { environment, sequence, revision, deploy, at } = row;
  return {
    environment,
    sequence,
    kind: row.kind as PastState["kind"],
    revision,
    controlRevision: row.control_revision,
    configurationDigest: row.configuration_digest as Checksum,
    deploy,
    at,
  };
}
