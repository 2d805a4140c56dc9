import type { LogLine } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { nullable, oneOf, timestamp } from "./fields.ts";

export const logLevel = oneOf(["debug", "info", "warn", "error"]);

/** One line that a step wrote. */
export const logLineView = Type.Object(
  { step: nullable(Type.String()), at: timestamp, level: logLevel, message: Type.String() },
  { $id: "LogLine" },
);

export function presentLogLine({ run: _run, ...line }: LogLine): Static<typeof logLineView> {
  return line;
}
