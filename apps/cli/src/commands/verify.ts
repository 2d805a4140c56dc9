import { type Checksum, orgChain, type Slug } from "@lockstep/model";
import { InvalidArgumentError } from "commander";

import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";

/** `lockstep verify`: proves what Lockstep tells. */
export const verifyCommand: CommandDefinition = (program, act) => {
  program
    .command("verify")
    .summary("prove that nobody changed the ledger")
    .description(
      "Walks every chain of an export: positions, the hash that each entry names, and the hash of its content. Says which entry breaks a chain and how; exit code 1 then. With a file it needs no server; without one it takes what the org exports now.",
    )
    .option("--chain [file]", "verify the chains of an export, or of the org")
    .option(
      "--head <chain=hash>",
      `a head that was noted before, such as production=sha256:… or ${orgChain}=sha256:…; it must still be there. May be given several times`,
      collectHeads,
    )
    .addHelpText(
      "after",
      examples(
        ["lockstep verify --chain", "what the org says now"],
        ["lockstep verify --chain ledger.jsonl", "an export, offline"],
        ["lockstep verify --chain --head production=sha256:…", "and that nothing was cut off since"],
      ),
    )
    .action(act(deferred(async () => (await import("../audit/verify-export.ts")).verifyExport)));
};

/** Option parser for noted heads. */
function collectHeads(
  text: string,
  before: ReadonlyMap<Slug, Checksum> = new Map(),
): ReadonlyMap<Slug, Checksum> {
  const [, chain, head] = /^(@?[a-z0-9][a-z0-9-]*)=(sha256:[0-9a-f]{64})$/.exec(text) ?? [];
  if (chain !== undefined && head !== undefined) return new Map(before).set(chain, head as Checksum);
  throw new InvalidArgumentError("It must be a chain and its hash: production=sha256:… with 64 hex digits.");
}
