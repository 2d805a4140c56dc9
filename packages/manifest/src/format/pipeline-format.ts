import { versionPattern } from "@lockstep/model";
import { type Static, Type } from "typebox";

import {
  count,
  duration,
  json,
  jsonSchema,
  manifestHead,
  nameSet,
  slug,
  strict,
  text,
  wordSet,
} from "./fields.ts";
import { retryFormat } from "./retry-format.ts";
import { stepFormat } from "./step-format.ts";
import { testFormat } from "./test-format.ts";
import type { WrittenTrigger } from "./trigger-format.ts";

const input = Type.Object(
  {
    schema: Type.Optional(jsonSchema("JSON Schema (2020-12) of the input. Its defaults are filled in.")),
    sample: Type.Optional(json("An input that fits the schema.")),
  },
  { ...strict, description: "What a run is given." },
);

const output = Type.Object(
  {
    value: Type.Optional(json("Template of what a run returns. Default null.")),
    schema: Type.Optional(jsonSchema("JSON Schema of what a run returns: the contract with callers.")),
  },
  { ...strict, description: "What a run returns." },
);

const uses = Type.Object(
  {
    variables: Type.Optional(nameSet("Variables of the environment.")),
    secrets: Type.Optional(nameSet("Secrets of the environment.")),
    connections: Type.Optional(nameSet("Connections of the environment.")),
  },
  { ...strict, description: "The only configuration names that the pipeline may use." },
);

const concurrency = Type.Object(
  {
    limit: count("Runs at the same time.", 1, 10_000),
    key: Type.Optional(
      text("Template; runs with the same value share the limit. Default: all runs do.", 2_000),
    ),
    onLimit: Type.Optional(
      Type.Enum(["queue", "reject", "cancel-oldest"], {
        description: "What happens to a run above the limit. Default queue.",
      }),
    ),
  },
  { ...strict, description: "How many runs may be under way." },
);

/** A pipeline as people write it. Triggers are judged by the table of trigger types. */
export const pipelineFormat = Type.Object(
  {
    ...manifestHead("Pipeline"),
    slug: slug("Name of the pipeline, unique in the repository and equal to the file's name."),
    version: Type.String({
      pattern: versionPattern,
      description: "MAJOR.MINOR.PATCH. A released version never changes its behaviour.",
    }),
    title: Type.Optional(text("Name for people.", 200)),
    description: Type.Optional(text("For people.")),
    team: Type.Optional(
      Type.Union([slug("Name of the team."), Type.Null()], {
        description: "Team whose queue runs it, and which decides who may run and approve it.",
      }),
    ),
    owners: Type.Optional(wordSet("Who answers for it.")),
    tags: Type.Optional(wordSet("Words to find it by.")),
    labels: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 1_000 }), {
        description: "Names and values for people.",
      }),
    ),
    deprecated: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()], {
        description: "Why nobody should start using it.",
      }),
    ),
    input: Type.Optional(input),
    output: Type.Optional(output),
    uses: Type.Optional(uses),
    defaults: Type.Optional(
      Type.Object(
        {
          retry: Type.Optional(retryFormat),
          timeout: Type.Optional(duration("Longest time per try. Default 5m.")),
        },
        { ...strict, description: "What steps have unless they say otherwise." },
      ),
    ),
    timeout: Type.Optional(duration("Longest time of a whole run. Default 24h.")),
    concurrency: Type.Optional(
      Type.Union([concurrency, Type.Null()], { description: "How many runs may be under way." }),
    ),
    steps: Type.Array(stepFormat, { minItems: 1, description: "What a run does." }),
    triggers: Type.Optional(
      Type.Unsafe<WrittenTrigger[]>({
        type: "array",
        maxItems: 100,
        items: { type: "object", required: ["id", "type"] },
        description: "What starts runs, besides the run API.",
      }),
    ),
    tests: Type.Optional(Type.Array(testFormat, { maxItems: 500, description: "Runs with mocked steps." })),
  },
  { ...strict, description: "A workflow: what it takes, what it does, what it returns." },
);

/** A pipeline as people write it, `$file` references already replaced. */
export type WrittenPipeline = Static<typeof pipelineFormat>;
