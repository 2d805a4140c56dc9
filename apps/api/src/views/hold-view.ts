import type { HoldKind } from "@lockstep/model";
import { Type } from "typebox";

import { checksum, id, list, nullable, oneOf, slug, timestamp, version } from "./fields.ts";
import { pageOf } from "./page-view.ts";
import { actorView } from "./run-view.ts";

const kinds: readonly HoldKind[] = ["pause", "rollback", "verification"];

/** What keeps an environment as it is, or did so. */
export const holdView = Type.Object(
  {
    id,
    environment: slug,
    kind: oneOf(kinds),
    reason: Type.String(),
    actor: actorView,
    deploy: Type.Union([id, Type.Null()], {
      description: "The deploy that placed it; null for one that a person placed.",
    }),
    at: timestamp,
    liftedAt: nullable(timestamp),
    liftedBy: nullable(actorView),
    liftReason: Type.String({ description: "Empty while it is in force." }),
  },
  { $id: "Hold" },
);

/** Content that does not come back under any version until a person lifts its hold. */
export const quarantineView = Type.Object(
  {
    environment: slug,
    slug,
    content: checksum,
    version,
    hold: id,
    reason: Type.String(),
    actor: actorView,
    since: timestamp,
  },
  { $id: "QuarantinedContent" },
);

export const holdResponse = Type.Object({ hold: holdView });

export const holdsResponse = Type.Object({
  inForce: list(holdView),
  quarantine: list(quarantineView),
  ...pageOf(holdView).properties,
});

export const resumedResponse = Type.Object({ holds: list(holdView) });
