import type { LogLine } from "@lockstep/model";

import type { LogLineView } from "../org/responses.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";

const styles: Readonly<Record<LogLine["level"], Style>> = {
  debug: "dim",
  info: "blue",
  warn: "yellow",
  error: "red",
};

/** A level in its colour, as wide as the widest. */
export function levelText(level: LogLine["level"]): Text {
  return styled(styles[level], level.padEnd(5));
}

/** One log line: when, how grave, which step, what. */
export function logLine({ at, level, step, message }: LogLineView): Text {
  return [styled("dim", at), " ", levelText(level), " ", step ?? "–", ": ", message];
}
