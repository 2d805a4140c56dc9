import { stepIdPattern } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { count, duration, json, jsonObject, jsonSchema, strict, text } from "./fields.ts";
import { retryFormat, stepErrorTypes } from "./retry-format.ts";

const stepId = (description: string) => Type.String({ pattern: stepIdPattern, maxLength: 100, description });

const forEach = Type.Object(
  {
    items: json("Template that gives an array."),
    as: Type.Optional(
      Type.String({
        pattern: "^[a-z][A-Za-z0-9_]*$",
        maxLength: 60,
        description: "Name of the item in templates of `with`, beside `index`. Default item.",
      }),
    ),
    onItemError: Type.Optional(
      Type.Enum(["fail", "collect", "drop"], {
        description:
          "fail (default): the step fails. collect: each item gives `{ ok, value }` or `{ ok, error }`. drop: left out.",
      }),
    ),
    concurrency: Type.Optional(count("Items at the same time. Default 1.", 1, 1_000)),
    maxItems: Type.Optional(count("More items fail the step. Default 10000.", 1, 100_000)),
  },
  {
    ...strict,
    description: "Runs the step once per item; the output is an array in the order of the items.",
  },
);

const onError = Type.Object(
  {
    strategy: Type.Enum(["fail", "skip", "fallback"], {
      description: "fail: the run fails. skip: the step counts as skipped. fallback: `value` is the output.",
    }),
    value: Type.Optional(json("Output of a step that failed, for the strategy fallback.")),
    on: Type.Optional(
      // Without `type`, ajv compares every pair of items: a list of 100 000 would take minutes.
      Type.Array(Type.Enum([...stepErrorTypes, "any"], { type: "string" }), {
        uniqueItems: true,
        minItems: 1,
        description: "Error types this is for; others fail. Default any.",
      }),
    ),
  },
  { ...strict, description: "What happens when the last try failed." },
);

/** A step as people write it. `type` and `with` are judged by the table of step types. */
export const stepFormat = Type.Object(
  {
    id: stepId("Name of the step inside the pipeline: lower-case letters, digits and `_`."),
    type: Type.String({ description: "What the step does." }),
    title: Type.Optional(text("Name for people.", 200)),
    description: Type.Optional(text("For people.")),
    dependsOn: Type.Optional(
      Type.Array(Type.String(), {
        uniqueItems: true,
        maxItems: 500,
        description: "Steps that must have ended before. Steps without a path between them run in parallel.",
      }),
    ),
    runOn: Type.Optional(
      Type.Enum(["success", "failure", "always"], {
        description:
          "success (default): when all dependencies went well. failure: when one failed. always: when all ended.",
      }),
    ),
    when: Type.Optional(text("Template that gives a boolean; false means `whenUnmet`.")),
    whenUnmet: Type.Optional(
      Type.Enum(["skip", "skip-cascade", "fail"], {
        description:
          "When `when` is false. skip (default): only this step. skip-cascade: also the steps that depend on it. fail: the step fails.",
      }),
    ),
    forEach: Type.Optional(forEach),
    with: Type.Optional(jsonObject("What the step type is told. Templates are allowed.")),
    effects: Type.Optional(
      Type.Enum(["none", "read", "write"], {
        description: "What the step may do to the world. Default and least by step type.",
      }),
    ),
    outputSchema: Type.Optional(jsonSchema("JSON Schema that the output must fit.")),
    onError: Type.Optional(onError),
    retry: Type.Optional(retryFormat),
    timeout: Type.Optional(duration("Longest time per try.")),
    startDelay: Type.Optional(duration("Wait before the first try. Default 0s.")),
    position: Type.Optional(
      Type.Object(
        { x: Type.Number(), y: Type.Number() },
        { ...strict, description: "Where editors draw the step." },
      ),
    ),
  },
  { ...strict, description: "A node of the pipeline." },
);

/** A step as people write it. */
export type WrittenStep = Static<typeof stepFormat>;
