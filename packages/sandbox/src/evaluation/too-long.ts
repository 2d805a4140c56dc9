import type { Verdict } from "./evaluate.ts";

export function tooLong(timeMs: number): Verdict {
  return { ok: false, type: "timeout", message: `The code computed for longer than ${timeMs} ms.` };
}
