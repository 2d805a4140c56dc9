import { Type } from "typebox";

import { nullable, slug, timestamp } from "./fields.ts";

const count = Type.Integer({ minimum: 0 });

/** How deploys of an environment do. */
const statisticsView = Type.Object(
  {
    environment: slug,
    since: timestamp,
    until: timestamp,
    applied: Type.Integer({ minimum: 0, description: "Merges that were applied; of many, the newest 5000." }),
    refused: Type.Integer({ minimum: 0, description: "Plans that broke a rule." }),
    unverified: Type.Integer({ minimum: 0, description: "Of the applied: their verification failed." }),
    rolledBack: Type.Integer({
      minimum: 0,
      description: "Of the applied: a rollback took them out before another deploy came.",
    }),
    rollbacks: count,
    perDay: Type.Number({ description: "Deployment frequency: applied merges a day." }),
    perWeek: Type.Number(),
    failureShare: nullable(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description:
          "Change failure rate: refused, unverified or rolled back, each deploy counted once, of all applied and refused.",
      }),
    ),
    leadTimeMs: nullable(
      Type.Number({
        description:
          "Lead time for changes: median milliseconds from a deploy's newest commit to its being in force.",
      }),
    ),
  },
  { $id: "DeployStatistics" },
);

export const statisticsResponse = Type.Object({ statistics: statisticsView });
