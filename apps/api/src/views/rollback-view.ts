import type { RolledBack, RollBackPreview } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { deploySummaryView, presentDeploySummary } from "./deploy-view.ts";
import { checksum, id, list, revision, slug, timestamp, version } from "./fields.ts";
import { holdView } from "./hold-view.ts";
import { changeView } from "./plan-view.ts";

/** What a rollback would do. */
export const rollbackPreviewView = Type.Object(
  {
    environment: slug,
    from: Type.String({ description: "The deploy in force." }),
    to: Type.Object({ deploy: id, sequence: Type.Integer(), revision, at: timestamp }),
    revision: Type.String({ description: "The revision in force afterwards." }),
    changes: list(changeView),
    differing: list(Type.String({ description: "A pipeline that is not as it was then." })),
    quarantine: list(Type.Object({ slug, content: checksum, version })),
    stays: list(Type.String({ description: "What does not go back." })),
  },
  { $id: "RollbackPreview" },
);

export const rollbackPreviewResponse = Type.Object({ preview: rollbackPreviewView });

export const rolledBackResponse = Type.Object({
  deploy: deploySummaryView,
  sequence: Type.Integer({ description: "The environment's sequence now." }),
  hold: holdView,
});

export const retiredResponse = Type.Object({ deploy: deploySummaryView, sequence: Type.Integer() });

export function presentRollbackPreview(preview: RollBackPreview): Static<typeof rollbackPreviewView> {
  const { deploy, sequence, revision: past, at } = preview.to;
  return { ...preview, to: { deploy, sequence, revision: past, at } };
}

export function presentRolledBack({ deploy, sequence, hold }: RolledBack): Static<typeof rolledBackResponse> {
  return { deploy: presentDeploySummary(deploy), sequence, hold };
}
