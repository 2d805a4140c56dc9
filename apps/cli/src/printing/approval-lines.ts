import type { Clock } from "@lockstep/model";

import type { ApprovalView } from "../org/responses.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";
import { attemptName } from "./attempt-name.ts";
import { valueLines } from "./value-lines.ts";

/** One question to people, with the form that an answer must fit. */
export function approvalLines(asked: ApprovalView, clock: Clock): readonly Text[] {
  const { slug, version, environment, prompt, assignees, since, expiresAt, form } = asked;
  return [
    [styled("bold", attemptName(asked)), ` of ${slug}@${version} in ${environment} asks:`],
    ["  ", prompt],
    ["  ", styled("dim", "of "), assignees.join(", "), styled("dim", " since "), describeAge(since, clock)],
    ["  ", styled("dim", "until "), expiresAt],
    "",
    styled("dim", "The answer fits this schema:"),
    ...valueLines(form),
  ];
}
