import type { DriftHead } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { deploySummaryView } from "./deploy-view.ts";
import { environmentSummaryView } from "./environment-view.ts";
import { id, list, nullable, oneOf, slug, timestamp } from "./fields.ts";
import { matrixCountsView } from "./matrix-view.ts";
import { openApprovalView } from "./open-approval-view.ts";

const oldestDrift = Type.Object({
  id,
  environment: slug,
  slug,
  kind: oneOf(["edited", "extra", "missing", "config", "unreachable"]),
  sentence: Type.String(),
  since: timestamp,
});

/** What the strip above the matrix says. */
const overviewView = Type.Object(
  {
    counts: matrixCountsView,
    pipelines: Type.Integer({ description: "Rows of the matrix." }),
    environments: list(environmentSummaryView),
    waitingForMe: Type.Object(
      {
        deploys: Type.Object({ count: Type.Integer(), first: list(deploySummaryView) }),
        approvals: Type.Object({
          count: Type.Integer(),
          isMore: Type.Boolean({ description: "Whether there may be more than `count`." }),
          first: list(openApprovalView),
        }),
      },
      {
        description:
          "What this token may bring on: deploys whose gates wait for an approval that it may give, and what runs ask that it may answer.",
      },
    ),
    drift: Type.Object({
      count: Type.Integer({
        description: "Named differences that count: not acknowledged, and where the policy asks to be told.",
      }),
      longest: nullable(oldestDrift),
    }),
    freshness: Type.Object({
      now: timestamp,
      lastDeliveryAt: Type.Union([timestamp, Type.Null()], {
        description:
          "When the forge's last webhook delivery came, for whichever environment; null without any.",
      }),
      environments: list(
        Type.Object({
          environment: slug,
          observedAt: nullable(timestamp),
          isStale: Type.Boolean({ description: "Nobody looked at it for too long." }),
        }),
      ),
    }),
  },
  { $id: "Overview" },
);

export const overviewResponse = Type.Object({ overview: overviewView });

export function presentOldestDrift({
  id,
  environment,
  slug: name,
  kind,
  sentence,
  since,
}: DriftHead): Static<typeof oldestDrift> {
  return { id, environment, slug: name, kind, sentence: sentence.slice(0, 1_000), since };
}
