import type { DetectedDrift } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { checksum, list, nullable, oneOf, slug, timestamp } from "./fields.ts";

/** Rows may contain anything: nothing is said about what the live side looks like. */
const written = Type.String();

const assigned = {
  slug,
  version: written,
  manifest: written,
  content: written,
  team: nullable(Type.String()),
  path: Type.String(),
  deploy: Type.String(),
  since: Type.String(),
};

/** One named difference between what was applied and what the rows contain. */
export const driftView = Type.Object(
  {
    id: Type.String({ description: "Stays the same for as long as the difference does." }),
    kind: oneOf(["edited", "extra", "missing", "config", "unreachable"]),
    slug: Type.String({
      description: "The pipeline; the environment for its own row; the caller of a lock.",
    }),
    part: oneOf(["pipeline", "environment", "trigger", "lock"]),
    name: nullable(Type.String({ description: "Id of the trigger, or `callee@range` of the lock." })),
    sentence: Type.String(),
    differences: list(
      Type.Object({
        field: Type.String(),
        applied: nullable(Type.String()),
        live: nullable(Type.String()),
      }),
    ),
    since: timestamp,
    detectedBy: Type.String(),
    edit: nullable(
      Type.Object(
        {
          at: timestamp,
          role: nullable(Type.String({ description: "Database role; null on SQLite." })),
          operation: oneOf(["INSERT", "UPDATE", "DELETE"]),
        },
        { description: "The last change of the row that was not Lockstep's, where the database noted one." },
      ),
    ),
    acknowledgement: nullable(
      Type.Object({ until: timestamp, reason: Type.String(), actor: Type.String(), at: timestamp }),
    ),
    applied: nullable(Type.Object(assigned)),
    live: nullable(
      Type.Object({
        ...assigned,
        slug: Type.String(),
        rehashed: nullable(checksum),
        isReadable: Type.Boolean(),
        stored: nullable(
          Type.Object({ slug: Type.String(), version: Type.String(), content: Type.String() }),
        ),
      }),
    ),
  },
  { $id: "Drift" },
);

export const driftResponse = Type.Object({ drift: driftView });

/** Where a difference was proposed as a change of git, or what to type for that. */
export const adoptionResponse = Type.Object({
  adoption: Type.Union([
    Type.Object({
      kind: Type.Literal("pull-request"),
      number: Type.Integer(),
      url: Type.String(),
    }),
    Type.Object({ kind: Type.Literal("commands"), commands: list(Type.String()) }),
  ]),
});

export function presentDrift({
  environment: _environment,
  ...drift
}: DetectedDrift): Static<typeof driftView> {
  return drift;
}
