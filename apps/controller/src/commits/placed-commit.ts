import type { OrgStore, Revision } from "@lockstep/model";

import type { Containment } from "./containment.ts";

/** A commit, and what is needed to say where it is. */
export interface PlacedCommit {
  readonly store: Pick<OrgStore, "deploys" | "history">;
  readonly revision: Revision;
  readonly heads: ReadonlyMap<string, Revision>;
  readonly containment: Containment;
}

/** What a place says where nothing else is known. */
export const nothingElse = {
  deploy: null,
  revision: null,
  at: null,
  reason: null,
  gates: [],
  opensAt: null,
  predictedAt: null,
} as const;
