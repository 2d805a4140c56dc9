import { logLevels, stepEventNames, type StoredLogLine } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { nullable, oneOf, timestamp } from "./fields.ts";

export const logLevel = oneOf(logLevels);

/** A list of 100 KB has room for a few of the longest. */
const longestMessage = 16_000;

/** One line of a run's log: what a step wrote, or what happened to it. */
export const logLineView = Type.Object(
  {
    position: Type.Integer({ description: "Grows along the lines of a run." }),
    step: nullable(Type.String()),
    at: timestamp,
    level: logLevel,
    message: Type.String(),
    event: Type.Optional(
      Type.Object(
        { name: oneOf(stepEventNames), item: Type.Integer(), attempt: Type.Integer() },
        { description: "What happened to the step; absent from what a step wrote itself." },
      ),
    ),
  },
  { $id: "LogLine" },
);

export function presentLogLine({ run: _run, message, ...line }: StoredLogLine): Static<typeof logLineView> {
  return { ...line, message: message.slice(0, longestMessage) };
}
