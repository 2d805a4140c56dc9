import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import type { World } from "../program/world.ts";

/** One line typed by a person after a question on standard error; empty when the input ends before. */
export async function readLine(
  { stdin, stderr }: Pick<World, "stdin" | "stderr">,
  question: string,
  { isHidden }: { readonly isHidden: boolean },
): Promise<string> {
  stderr.write(question);
  // In terminal mode readline does the echo, so an output that goes nowhere hides what is typed.
  const hidden = { output: new Writable({ write: (_chunk, _encoding, done) => done() }), terminal: true };
  const reader = createInterface({ input: stdin, ...(isHidden ? hidden : { terminal: false }) });
  try {
    for await (const line of reader) return line;
    return "";
  } finally {
    reader.close();
    if (isHidden) stderr.write("\n");
  }
}
