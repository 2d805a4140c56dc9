import type { World } from "../program/world.ts";
import { readLine } from "./read-line.ts";

/** Asks a question on the terminal; only `y` and `yes` are yes. */
export async function confirm(world: Pick<World, "stdin" | "stderr">, question: string): Promise<boolean> {
  const answer = await readLine(world, `${question} [y/N] `, { isHidden: false });
  return /^y(es)?$/i.test(answer.trim());
}
