import { type LedgerEntry, type LedgerKind, ledgerKinds } from "@lockstep/model";
import { Option } from "commander";

import { namedEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import { ledgerTable } from "../printing/ledger-table.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { toInstantText } from "../program/parse-instant.ts";
import { parseCount } from "../program/parse-option.ts";

interface Options {
  readonly limit: number;
  readonly kind?: readonly LedgerKind[];
  readonly actor?: string;
  readonly deploy?: string;
  readonly since?: string;
  readonly until?: string;
}

/** `lockstep audit`: what the ledger tells, and taking it away. */
export const auditCommand: CommandDefinition = (program, act) => {
  const audit = program
    .command("audit")
    .summary("what happened, by whom and why: the ledger")
    .description(
      "Lists entries of the ledger, newest first: of one environment with --env, else of all that your token reaches.",
    )
    .option("-n, --limit <count>", "how many", parseCount, 20)
    .addOption(new Option("--kind <kind...>", "only of these kinds").choices(ledgerKinds))
    .option("--actor <identity>", "only what this one did, such as token:ci")
    .option("--deploy <id>", "only about this deploy")
    .option("--since <instant>", "only since an instant, or so long ago: 2026-02-03T14:03:00Z, 2d")
    .option("--until <instant>", "only before an instant, or longer ago than that")
    .addHelpText(
      "after",
      examples(
        ["lockstep audit -e production --since 2d", "the last two days of production"],
        ["lockstep audit --kind denied", "who was refused what"],
      ),
    )
    .action(act(search));
  audit
    .command("export")
    .summary("the whole ledger as JSON Lines")
    .description(
      "Prints every entry, one a line with its hash, one chain after the other; with --env, one chain. Whoever has the file can prove it without this server: lockstep verify --chain.",
    )
    .option("-o, --out <file>", "write to a file, which is there only when all of it is")
    .addHelpText("after", examples(["lockstep audit export -o ledger.jsonl", "take it away"]))
    .action(act(deferred(async () => (await import("../audit/export-audit.ts")).exportAudit)));
};

async function search(cli: Invocation, _: readonly unknown[], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  const { limit, kind, actor, deploy, since, until } = options;
  const { clock } = cli.world;
  const query = {
    environment: namedEnvironment(cli, org),
    kind,
    actor,
    deploy,
    since: toInstantText(since, clock),
    until: toInstantText(until, clock),
  };
  const { items, hasMore } = await fetchItems<LedgerEntry>(org, "/audit", { limit, query });
  cli.output.present({ entries: items, hasMore }, () => ledgerTable(items, clock));
  if (hasMore) cli.output.note("There are more; raise --limit.");
  return exitCodes.done;
}
