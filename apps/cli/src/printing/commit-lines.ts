import type { Clock, Commit, CommitPlace, CommitState, Verdict } from "@lockstep/model";

import { type Style, styled, type Text } from "../terminal/text.ts";
import { describeAhead } from "./ages.ts";
import { nextLine } from "./plan-lines.ts";
import { shortRevision } from "./short-names.ts";

const words: Readonly<Record<CommitState, readonly [Style, string]>> = {
  deployed: ["green", "is deployed in"],
  "deployed-with": ["green", "is deployed in"],
  blocked: ["yellow", "waits in"],
  replaced: ["red", "was taken out of"],
  "not-seen-yet": ["cyan", "is not yet planned in"],
  "not-on-branch": ["dim", "is not for"],
  removed: ["dim", "cannot come to"],
};

/** A commit and, for each environment, where it is in sentences. */
export function commitLines(
  { revision, message, author }: Commit,
  places: readonly CommitPlace[],
  clock: Clock,
): readonly Text[] {
  const [subject = ""] = message.split("\n", 1);
  return [
    [styled("bold", shortRevision(revision)), " ", subject, styled("dim", ` (${author.name})`)],
    ...(places.length === 0 ? ["The token reaches no environment."] : []),
    ...places.flatMap((place) => ["", ...placeLines(place, clock)]),
  ];
}

function placeLines(place: CommitPlace, clock: Clock): readonly Text[] {
  const { environment, state, because, next, gates, predictedAt } = place;
  const isRefused = gates.some(({ verdict }) => verdict === "refused");
  const [style, word] = isRefused ? (["red", "is refused in"] as const) : words[state];
  const head = [styled(style, word), " ", styled("bold", environment)];
  const predicted: readonly Text[] =
    predictedAt === null ? [] : [["  it deploys at ", instantText(predictedAt, clock)]];
  if (gates.length === 0) return [[...head, ": ", because], ...(next === "Nothing." ? [] : [nextOf(next)])];
  return [...gates.flatMap((gate) => gateLines([...head, ": "], gate, clock)), ...predicted];
}

/** A sentence for each gate that stands by itself. */
function gateLines(head: Text, verdict: Verdict, clock: Clock): readonly Text[] {
  if (verdict.verdict === "open") return [];
  const { gate, because, next } = verdict;
  const opensAt = verdict.verdict === "waiting" ? verdict.opensAt : null;
  const opens = opensAt === null ? [] : [" opens ", instantText(opensAt, clock)];
  return [[head, styled("bold", gate), ": ", because, ...opens], nextOf(next)];
}

function nextOf(next: string): Text {
  return ["  ", nextLine(next)];
}

function instantText(at: string, clock: Clock): string {
  return `${at} (${describeAhead(at, clock)})`;
}
