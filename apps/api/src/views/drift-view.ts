import type { DetectedDrift } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { checksum, nullable, oneOf, slug, timestamp, version } from "./fields.ts";

const assigned = { slug, version, manifest: checksum, content: checksum };

/** One named difference between what was applied and what the rows contain. */
export const driftView = Type.Object(
  {
    kind: oneOf(["edited", "extra", "missing", "config", "unreachable"]),
    slug,
    sentence: Type.String(),
    since: timestamp,
    detectedBy: Type.String(),
    applied: nullable(Type.Object(assigned)),
    live: nullable(Type.Object({ ...assigned, rehashed: nullable(checksum) })),
  },
  { $id: "Drift" },
);

export function presentDrift({
  environment: _environment,
  ...drift
}: DetectedDrift): Static<typeof driftView> {
  return drift;
}
