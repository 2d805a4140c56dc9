import type { Clock } from "@lockstep/model";

import type { EnvironmentDetail } from "../org/responses.ts";
import { alignColumns } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge, describeAhead } from "./ages.ts";
import { nextLine } from "./plan-lines.ts";
import { problemLines } from "./problem-lines.ts";
import { shortRevision } from "./short-names.ts";
import { stateText } from "./state-text.ts";

/** One environment: its state and why, what is desired and applied, and every problem. */
export function environmentLines(environment: EnvironmentDetail, clock: Clock): readonly Text[] {
  const { slug, tier, state, because, next, problems } = environment;
  return [
    [styled("bold", slug), ` (${tier}) `, stateText(state), ": ", because],
    nextLine(next),
    ...factLines(environment, clock),
    ...problemLines(problems),
  ];
}

function factLines(environment: EnvironmentDetail, clock: Clock): readonly Text[] {
  const { branch, desired, applied, live, observedAt, opensAt, predictedAt, retryAt, deploy } = environment;
  const facts: readonly (readonly [string, string | null])[] = [
    ["branch", branch],
    ["desired", shortRevision(desired.revision)],
    [
      "applied",
      applied.at === null ? "–" : `${shortRevision(applied.revision)}, ${describeAge(applied.at, clock)}`,
    ],
    ["deploy", deploy ?? applied.deploy],
    ["drift", live.drift === 0 ? null : `${live.drift}; see lockstep drift`],
    ["opens at", opensAt],
    ["deploys at", predictedAt === null ? null : `${predictedAt} (${describeAhead(predictedAt, clock)})`],
    ["next try", retryAt],
    ["looked", describeAge(observedAt, clock)],
  ];
  const known = facts.filter(([, value]) => value !== null);
  return alignColumns(known.map(([name, value]) => [["  ", styled("dim", name)], value ?? ""]));
}
