import type { OpenApproval } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { id, json, list, nullable, slug, timestamp, version } from "./fields.ts";

/** Something that a run asks people. */
export const openApprovalView = Type.Object(
  {
    run: id,
    environment: slug,
    slug,
    version,
    team: nullable(Type.String()),
    step: Type.String(),
    item: Type.Integer({ description: "Index of the `forEach` item; -1 for a step without." }),
    attempt: Type.Integer(),
    prompt: Type.String(),
    assignees: list(Type.String()),
    form: json,
    since: timestamp,
    expiresAt: timestamp,
  },
  { $id: "OpenApproval" },
);

export function presentOpenApproval({ asked, ...rest }: OpenApproval): Static<typeof openApprovalView> {
  const { prompt, assignees, form } = asked;
  return { ...rest, prompt, assignees, form };
}
