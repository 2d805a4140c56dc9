import { text } from "node:stream/consumers";

import type { World } from "../program/world.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { readLine } from "./read-line.ts";

/**
 * A value that must not stand in the arguments, where other users of the machine see it: typed without echo on a
 * terminal, else all of standard input without the last line break. Wrong use: nothing came.
 */
export async function readSecret(world: Pick<World, "stdin" | "stderr">, label: string): Promise<string> {
  const isTyped = world.stdin.isTTY === true;
  const question = `${label} (is not shown): `;
  const value = isTyped ? await readLine(world, question, { isHidden: true }) : await text(world.stdin);
  const secret = value.replace(/\r?\n$/, "");
  if (secret !== "") return secret;
  throw wrongUse(`No ${label} came. Type it when asked, or pipe it in.`);
}
