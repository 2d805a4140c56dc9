import type { Failure } from "@lockstep/model";

import type { Output } from "../terminal/output.ts";
import { styled, type Text } from "../terminal/text.ts";

/** Says why a command failed: sentences on standard error, or `{ error }` as the JSON document. */
export function reportFailure(failure: Failure, output: Output): void {
  const { kind, message, errors } = failure;
  const code = failure.code ?? kind;
  const [first = "", ...rest] = message.split("\n");
  output.note([styled("red", "error: "), first], ...rest, ...errors.map(describeInputError));
  output.present({ error: { code, message, ...(errors.length > 0 ? { errors } : {}) } }, () => []);
}

function describeInputError({ path, message }: Failure["errors"][number]): Text {
  return ["  ", styled("bold", path === "" ? "input" : path), " ", message];
}
