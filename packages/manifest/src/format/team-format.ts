import { Type } from "typebox";

import { count, strict } from "./fields.ts";

const limit = (description: string) =>
  Type.Optional(Type.Union([count("Limit.", 1), Type.Null()], { description }));

/** Limits on runs, of an environment, a team or a pipeline. */
export const quotasFormat = Type.Object(
  {
    concurrentRuns: limit("Runs that execute at the same time; more wait in the queue."),
    queuedRuns: limit("Runs that wait for a worker; more are refused."),
    runsPerMinute: limit("Runs accepted per minute; more are refused."),
    runsPerDay: limit("Runs accepted per day (UTC); more are refused."),
    costPerDay: Type.Optional(
      Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], {
        description: "Cost of the runs accepted in a day (UTC), from which on more are refused.",
      }),
    ),
  },
  { ...strict, description: "Limits; what is not named has none." },
);

const queueName = (description: string) =>
  Type.String({ pattern: "^[a-z0-9][a-z0-9_-]{0,99}$", description });

const isolation = Type.Enum(["shared", "dedicated"], {
  description: "dedicated: nobody else may name this queue. Default shared.",
});

/** A team's queue and limits. */
export const teamFormat = Type.Object(
  {
    queue: queueName("Queue that its runs go to."),
    isolation: Type.Optional(isolation),
    priority: Type.Optional(count("0 to 9, higher goes first. Default 5.", 0, 9)),
    quotas: Type.Optional(quotasFormat),
  },
  strict,
);

/** What an environment sets differently for one pipeline. */
export const pipelineOverrideFormat = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean({ description: "Whether runs may start. Default true." })),
    triggers: Type.Optional(
      Type.Record(Type.String(), Type.Enum(["enabled", "disabled"]), { description: "Triggers by id." }),
    ),
    queue: Type.Optional(
      Type.Union([queueName("Queue."), Type.Null()], { description: "Queue instead of the team's." }),
    ),
    isolation: Type.Optional(
      Type.Union([isolation, Type.Null()], {
        description:
          "dedicated: a queue of its own, named `<team's queue>--<slug>` unless `queue` says otherwise.",
      }),
    ),
    priority: Type.Optional(
      Type.Union([count("0 to 9.", 0, 9), Type.Null()], { description: "Instead of the team's." }),
    ),
    quotas: Type.Optional(
      Type.Union([quotasFormat, Type.Null()], { description: "Besides those of team and environment." }),
    ),
  },
  strict,
);
