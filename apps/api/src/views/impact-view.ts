import { Type } from "typebox";

import { json, list, nullable, oneOf, slug, timestamp, version } from "./fields.ts";

const call = Type.Object({ caller: slug, callee: slug, range: Type.String() });

const inputError = Type.Object({ path: Type.String(), message: Type.String() });

/** What a plan touches besides manifests. */
export const impactView = Type.Object(
  {
    pipelines: Type.Object(
      { changed: Type.Integer(), shown: Type.Integer() },
      { description: "How many pipelines change; the lists look at the first of them." },
    ),
    totals: Type.Object(
      { running: Type.Integer(), callers: Type.Integer(), callees: Type.Integer() },
      { description: "Over all changed pipelines, shown or not." },
    ),
    running: Type.Immutable(
      Type.Array(Type.Object({ slug, version, count: Type.Integer() }), {
        description: "Runs under way, which end on the version that they began with.",
      }),
    ),
    firings: Type.Immutable(
      Type.Array(
        Type.Object({
          slug,
          trigger: Type.String(),
          type: oneOf(["cron", "webhook", "pipeline", "event"]),
          timezone: nullable(Type.String()),
          at: list(Type.Object({ instant: timestamp, local: Type.String() })),
          count: nullable(Type.Integer()),
        }),
        { description: "What starts changed pipelines in the 24 hours after the plan, in local time." },
      ),
    ),
    callers: list(call),
    callees: list(call),
    tokens: Type.Immutable(
      Type.Array(Type.Object({ slug, actor: Type.String(), runs: Type.Integer(), lastAt: timestamp }), {
        description: "Who started runs of changed pipelines in the last 30 days.",
      }),
    ),
    inputs: Type.Immutable(
      Type.Array(
        Type.Object({
          slug,
          tried: Type.Integer(),
          rejected: Type.Integer(),
          example: nullable(Type.Object({ input: json, errors: list(inputError) })),
        }),
        {
          description:
            "The newest recorded inputs tried on changed schemas. In the example values are replaced by their types.",
        },
      ),
    ),
  },
  { $id: "Impact" },
);
