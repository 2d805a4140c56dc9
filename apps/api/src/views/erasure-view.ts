import type { Erasure } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { checksum, id, slug, timestamp } from "./fields.ts";
import { actorView } from "./run-view.ts";

/** That the payload of a run was removed. */
export const erasureView = Type.Object(
  {
    run: id,
    environment: slug,
    actor: actorView,
    reason: Type.String(),
    digest: Type.Union([checksum], { description: "SHA-256 over everything that was removed." }),
    attempts: Type.Integer({ description: "Step attempts whose outputs and errors were removed." }),
    logs: Type.Integer({ description: "Log lines that were removed." }),
    at: timestamp,
  },
  { $id: "Erasure" },
);

export function presentErasure(erasure: Erasure): Static<typeof erasureView> {
  return erasure;
}
