import type { Failure } from "@lockstep/model";

/** Refusals that concern whatever is asked: the next request would be refused as well, until a person mends it. */
const generalCodes: ReadonlySet<string> = new Set(["credentials", "installation", "repository"]);

/** Whether asking the forge for anything else makes no sense now. */
export function isForgeAway({ kind, code = "" }: Failure): boolean {
  return kind === "forge-unreachable" || (kind === "forge-refused" && generalCodes.has(code));
}
