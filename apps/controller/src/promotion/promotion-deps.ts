import type { EvidenceStore, Forge, OrgStore } from "@lockstep/model";

import type { RevisionSource } from "../source/revision-source.ts";

/** What promotions are made with. */
export interface PromotionDeps {
  readonly store: Pick<OrgStore, "environments" | "deploys" | "versions" | "ledger" | "events" | "now">;
  /** How contents did in the lower environment: the same that the soak gate is judged by. */
  readonly evidence: Pick<EvidenceStore, "loadSoak">;
  readonly source: RevisionSource;
  readonly forge: Forge;
}
