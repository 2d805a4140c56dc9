import { fromTimestamp, type JournalEntry } from "@lockstep/model";

import { describeElapsed } from "../printing/describe-elapsed.ts";
import { levelText } from "../printing/log-line.ts";
import type { Output } from "../terminal/output.ts";
import { styled } from "../terminal/text.ts";

/** Prints what a run logs as its journal takes it in, each line with the time since the first. */
export function followRun(output: Output): (entry: JournalEntry) => void {
  let began: number | null = null;
  return ({ logs }) => {
    for (const { at, level, step, message } of logs) {
      const instant = fromTimestamp(at);
      began ??= instant;
      const since = `+${describeElapsed(instant - began)}`.padStart(9);
      const who = step === null || message.startsWith(step) ? "" : `${step}: `;
      output.note([styled("dim", since), "  ", levelText(level), " ", who, message]);
    }
  };
}
