import { Type } from "typebox";

import { id, list, oneOf, slug, timestamp } from "./fields.ts";

const count = Type.Integer({ minimum: 0 });

/** How many runs are in each state. */
export const runCountsView = Type.Object(
  {
    states: Type.Object({
      queued: count,
      running: count,
      waiting: count,
      completed: count,
      failed: count,
      cancelled: count,
    }),
    isCut: Type.Boolean({ description: "Whether there are older ones, which were not counted." }),
  },
  { $id: "RunCounts" },
);

/** How long runs took. */
export const runDurationsView = Type.Object(
  {
    points: list(
      Type.Object({
        id,
        slug,
        at: timestamp,
        durationMs: Type.Integer({ description: "From the first start to the end." }),
        status: oneOf(["completed", "failed", "cancelled"]),
      }),
    ),
    isCut: Type.Boolean({ description: "Whether there are older ones." }),
  },
  { $id: "RunDurations" },
);
