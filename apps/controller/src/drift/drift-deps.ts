import type { OrgStore } from "@lockstep/model";

import type { ProposeChange } from "../proposals/change-proposal.ts";
import type { RevisionSource } from "../source/revision-source.ts";

/** What reverting differences takes. */
export interface RevertDeps {
  readonly store: Pick<OrgStore, "drift" | "environments" | "deploys" | "versions">;
  readonly source: Pick<RevisionSource, "readSnapshot">;
}

/** What proposing them as changes of git takes. */
export interface AdoptDeps {
  readonly store: Pick<OrgStore, "drift" | "environments" | "versions">;
  readonly source: Pick<RevisionSource, "readHeads" | "readControl" | "readTexts">;
  readonly controlBranch: string;
  readonly proposeChange: ProposeChange;
}
