import type { Clock, SetupFinding } from "@lockstep/model";

import { connect } from "../org/connect.ts";
import type { ForgeAnswer } from "../org/responses.ts";
import { describeAge } from "../printing/ages.ts";
import { nextLine } from "../printing/plan-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { alignColumns } from "../terminal/table.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";

const styles: Readonly<Record<SetupFinding["state"], Style>> = {
  ok: "green",
  missing: "red",
  unknown: "yellow",
};

/** Shows what GitHub lets Lockstep do and what is missing; exit code 1 when something is. */
export async function showStatus(cli: Invocation): Promise<ExitCode> {
  const org = await connect(cli);
  const answer = await org.fetch<ForgeAnswer>("/forge", { inspect: "true" });
  cli.output.present(answer, () =>
    answer.forge.name === "none" ? withoutForge : linesOf(answer, cli.world.clock),
  );
  const isMissing = answer.forge.findings?.some(({ state }) => state === "missing") ?? false;
  return isMissing || answer.forge.name === "none" ? exitCodes.failed : exitCodes.done;
}

const withoutForge: readonly Text[] = [
  "The org uses plain git: no forge is configured.",
  "Make a GitHub App with `lockstep github setup`, or set LOCKSTEP_GITHUB_TOKEN, and start the server again.",
];

function linesOf({ forge }: ForgeAnswer, clock: Clock): readonly Text[] {
  const { answeredAt, fault, rate, pausedUntil } = forge.status;
  const facts: readonly (readonly Text[])[] = [
    ["answered", describeAge(answeredAt, clock)],
    ...(fault === null ? [] : [["fault", styled("red", fault)]]),
    ...(pausedUntil === null ? [] : [["paused", styled("yellow", `until ${pausedUntil}, as GitHub asked`)]]),
    ...(rate === null ? [] : [["requests left", `${rate.remaining} of ${rate.limit} until ${rate.resetAt}`]]),
    ["outbox", outboxText(forge.outbox, clock)],
    ["last delivery", deliveryText(forge, clock)],
  ];
  return [...findingLines(forge.findings ?? []), "", ...alignColumns(facts)];
}

/** What is as it should be is counted; the rest says why, and what to do. */
function findingLines(findings: readonly SetupFinding[]): readonly Text[] {
  const open = findings.filter(({ state }) => state !== "ok");
  const heads = alignColumns(
    open.map(({ subject, state, because }) => [
      styled("bold", subject),
      styled(styles[state], state),
      because,
    ]),
  );
  const lines = open.flatMap(({ next }, index): readonly Text[] => [
    heads[index] ?? "",
    ...(next === null ? [] : [["  ", nextLine(next)] as const]),
  ]);
  const count = `${findings.length - open.length} of ${findings.length} things are as they should be.`;
  return [...lines, styled(open.length === 0 ? "green" : "dim", count)];
}

function deliveryText({ takesDeliveries, lastDeliveryAt }: ForgeAnswer["forge"], clock: Clock): string {
  if (takesDeliveries) return describeAge(lastDeliveryAt, clock);
  return "none is taken: LOCKSTEP_GITHUB_WEBHOOK_SECRET is not set";
}

function outboxText({ pending, dead, oldestAt }: ForgeAnswer["forge"]["outbox"], clock: Clock): Text {
  const waiting =
    pending === 0 ? "nothing waits" : `${pending} wait, the oldest since ${describeAge(oldestAt, clock)}`;
  return dead === 0 ? waiting : [waiting, styled("red", `; ${dead} given up: lockstep outbox --state dead`)];
}
