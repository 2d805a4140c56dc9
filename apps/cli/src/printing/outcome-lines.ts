import type { Json, RunError } from "@lockstep/model";

import { styled, type Text } from "../terminal/text.ts";
import { valueLines } from "./value-lines.ts";

/** What a run returned, or why it did not. */
export function outcomeLines({
  output,
  error,
}: {
  readonly output: Json;
  readonly error: RunError | null;
}): readonly Text[] {
  if (error === null) return [styled("dim", "output"), ...valueLines(output)];
  const at = error.step === undefined ? "" : ` in step ${error.step}`;
  return [[styled("red", `${error.type}${at}: `), error.message]];
}
