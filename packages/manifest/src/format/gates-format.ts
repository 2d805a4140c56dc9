import { Type } from "typebox";

import { count, duration, json, slug, strict, text, wordSet } from "./fields.ts";

const nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(
  schema: Schema,
  description: string,
) => Type.Optional(Type.Union([schema, Type.Null()], { description }));

const people = (description: string) =>
  Type.Array(Type.String({ pattern: "^(team|github|email|token):[^\\s]{1,200}$" }), {
    uniqueItems: true,
    minItems: 1,
    description,
  });

const approvals = Type.Object(
  {
    required: count("How many people must approve.", 1, 20),
    from: Type.Optional(people("Who may approve: `team:platform`, `github:ada`. Default: every approver.")),
    excludeAuthor: Type.Optional(
      Type.Boolean({ description: "Whether authors of the commits do not count. Default true." }),
    ),
    expiresAfter: nullable(duration("Span."), "How long an approval holds. Default null: for ever."),
  },
  strict,
);

const soak = Type.Object(
  {
    in: slug("Environment in which the same content must have run before."),
    duration: duration("How long it must have been in force there."),
    minRuns: Type.Optional(count("How many runs it must have had there. Default 0.", 0)),
    maxFailureRate: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: "Largest share of failed runs. Default 1." }),
    ),
  },
  strict,
);

const smoke = Type.Object(
  {
    pipeline: slug("Pipeline to run after an apply."),
    input: Type.Optional(json("Its input. Default: an empty object.")),
    expect: Type.Optional(
      Type.Enum(["completed", "failed"], { description: "How the run must end. Default completed." }),
    ),
  },
  strict,
);

const verification = Type.Object(
  {
    tests: Type.Optional(
      Type.Enum(["require", "off"], {
        description: "Whether the manifests' tests must pass. Default require.",
      }),
    ),
    smoke: Type.Optional(
      Type.Array(smoke, { maxItems: 50, description: "Runs that must go well after an apply." }),
    ),
    onFailure: Type.Optional(
      Type.Enum(["hold", "rollback"], { description: "What happens when they do not. Default hold." }),
    ),
  },
  strict,
);

const window = Type.Object(
  {
    cron: text("When it begins: five cron fields.", 200),
    duration: duration("How long it lasts."),
    reason: Type.Optional(text("Why, for people.", 1_000)),
  },
  strict,
);

const windows = Type.Object(
  {
    timezone: Type.Optional(text("Time zone of the cron fields. Default UTC.", 100)),
    allow: Type.Optional(
      Type.Array(window, { maxItems: 50, description: "When plans are applied. Default: always." }),
    ),
    deny: Type.Optional(
      Type.Array(window, { maxItems: 50, description: "When they are not, whatever `allow` says." }),
    ),
    breakGlass: nullable(
      Type.Object(
        {
          from: people("Who may apply once outside the windows: `team:oncall`, `github:ada`."),
          reasonRequired: Type.Optional(
            Type.Boolean({ description: "Whether a reason must be given. Default true." }),
          ),
          reconcileWithin: Type.Optional(duration("When the exception must be put right. Default 24h.")),
        },
        strict,
      ),
      "Who may apply outside the windows in an emergency.",
    ),
  },
  strict,
);

/** What must be met before a plan is applied. */
export const gatesFormat = Type.Object(
  {
    approvals: nullable(approvals, "People who must approve."),
    soak: nullable(soak, "How long content must have run elsewhere."),
    verification: nullable(verification, "Tests and smoke runs."),
    contract: Type.Optional(
      Type.Enum(["require-approval", "refuse", "allow"], {
        description: "What a changed input or output contract needs. Default allow.",
      }),
    ),
    windows: nullable(windows, "When plans may be applied."),
    pullRequest: Type.Optional(
      Type.Boolean({
        description: "Whether commits must have come in by a merged pull request. Default false.",
      }),
    ),
    checks: Type.Optional(wordSet("Checks of the forge that must be green.")),
  },
  { ...strict, description: "What must be met before a plan is applied." },
);
