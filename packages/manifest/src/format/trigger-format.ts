import { slugPattern } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { duration, json, name, strict, text } from "./fields.ts";

const base = <T extends string>(type: T) => ({
  id: Type.String({
    pattern: slugPattern,
    maxLength: 100,
    description: "Name of the trigger inside the pipeline.",
  }),
  type: Type.Literal(type, { description: "What starts a run." }),
  enabled: Type.Optional(
    Type.Boolean({ description: "Whether it fires. Default true; an environment may decide otherwise." }),
  ),
  input: Type.Optional(json("Template over `trigger` that gives the run's input. Default: an empty object.")),
});

const cron = Type.Object(
  {
    ...base("cron"),
    schedule: text("Five cron fields: minute, hour, day of month, month, day of week.", 200),
    timezone: Type.Optional(text("Name of a time zone, such as Europe/Berlin. Default UTC.", 100)),
    overlap: Type.Optional(
      Type.Enum(["skip", "queue", "allow"], {
        description: "When the last run has not ended. Default skip.",
      }),
    ),
    catchup: Type.Optional(
      duration("How far back missed firings are made up for after a pause. Default 0s: never."),
    ),
  },
  { ...strict, description: "Runs on a schedule." },
);

const webhook = Type.Object(
  {
    ...base("webhook"),
    auth: Type.Object(
      {
        type: Type.Enum(["none", "bearer", "hmac-sha256"], { description: "How the sender proves itself." }),
        secret: Type.Optional(name("Secret of `uses.secrets` that the proof is made with.")),
        header: Type.Optional(text("Header that carries the proof.", 100)),
        tolerance: Type.Optional(duration("Oldest signed timestamp that is accepted. Default 5m.")),
      },
      { ...strict, description: "How the sender proves itself. A production environment refuses `none`." },
    ),
    respond: Type.Optional(
      Type.Enum(["accepted", "wait"], {
        description: "accepted (default): answers at once. wait: answers with the run's output.",
      }),
    ),
    dedupeKey: Type.Optional(
      text("Template over `trigger`; a value seen before starts no second run.", 2_000),
    ),
  },
  { ...strict, description: "Runs when a request comes in." },
);

const pipeline = Type.Object(
  {
    ...base("pipeline"),
    pipeline: Type.String({ pattern: slugPattern, description: "Pipeline whose runs start this one." }),
    on: Type.Optional(
      Type.Enum(["success", "failure", "completion"], { description: "Which ends count. Default success." }),
    ),
    delay: Type.Optional(duration("Wait before the run starts. Default 0s.")),
  },
  { ...strict, description: "Runs after a run of another pipeline." },
);

const event = Type.Object(
  {
    ...base("event"),
    event: text("Name of the event.", 200),
    filter: Type.Optional(text("Template over `trigger` that must be true.", 10_000)),
  },
  { ...strict, description: "Runs when an event is raised in the environment." },
);

/** Each trigger type with its format. */
export const triggerFormats = { cron, webhook, pipeline, event } as const;

export type TriggerType = keyof typeof triggerFormats;

/** A trigger as people write it. */
export type WrittenTrigger = { [T in TriggerType]: Static<(typeof triggerFormats)[T]> }[TriggerType];
