import type { Approval, Clock, LedgerEntry } from "@lockstep/model";

import type { DeployAnswer, DeployDetail } from "../org/responses.ts";
import { alignColumns } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge, describeAhead } from "./ages.ts";
import { planLines } from "./plan-lines.ts";
import { shortChecksum } from "./short-names.ts";
import { stateText } from "./state-text.ts";

/** One deploy in full: commit, plan, gates, approvals and its records in the chain. */
export function deployLines({ deploy, records, approvals }: DeployAnswer, clock: Clock): readonly Text[] {
  return [
    [styled("bold", deploy.id), " ", stateText(deploy.state), ": ", deploy.because],
    ...commitLines(deploy, clock),
    "",
    ...planLines(deploy.plan, deploy.verdicts),
    ...section("approvals", approvals.map(approvalRow)),
    ...section("records", records.map(recordRow)),
  ];
}

function commitLines(
  { commit, actor, intent, createdAt, predictedAt }: DeployDetail,
  clock: Clock,
): readonly Text[] {
  const [subject = ""] = commit.message.split("\n", 1);
  return alignColumns([
    [
      ["  ", styled("dim", "commit")],
      [commit.revision, " ", subject],
    ],
    [["  ", styled("dim", "author")], `${commit.author.name} <${commit.author.email}>`],
    [["  ", styled("dim", "actor")], actor.id],
    ...(intent === "merge" ? [] : [[["  ", styled("dim", "intent")], intent] as const]),
    [["  ", styled("dim", "planned")], `${createdAt} (${describeAge(createdAt, clock)})`],
    ...(predictedAt === null
      ? []
      : [
          [
            ["  ", styled("dim", "deploys at")],
            `${predictedAt} (${describeAhead(predictedAt, clock)})`,
          ] as const,
        ]),
  ]);
}

function section(title: string, rows: readonly (readonly Text[])[]): readonly Text[] {
  return rows.length === 0 ? [] : ["", styled("dim", title), ...alignColumns(rows)];
}

function approvalRow({ verdict, actor, at, reason }: Approval): readonly Text[] {
  return [["  ", verdict], actor, at, reason];
}

function recordRow({ position, kind, at, hash }: LedgerEntry): readonly Text[] {
  return [`  #${position}`, kind, at, shortChecksum(hash)];
}
