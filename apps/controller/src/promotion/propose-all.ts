import type { PromotionDifference } from "@lockstep/model";

import type { ProposedChange } from "../proposals/change-proposal.ts";
import { pushTo, quoted } from "../proposals/git-commands.ts";
import { requireSoakedContents } from "./choose-promoted.ts";
import type { PromotionDeps } from "./promotion-deps.ts";
import type { PromotionText } from "./promotion-text.ts";
import type { Survey } from "./survey-pair.ts";

/**
 * Proposes the lower environment's branch to the upper one's. Where the branch is ahead of what is applied, it is a
 * branch of its own that stops at the applied revision: the pull request holds what soaked and nothing newer.
 */
export async function proposeAll(
  { forge }: PromotionDeps,
  survey: Survey,
  { promoted, text, signal }: Wanted,
): Promise<ProposedChange> {
  requireSoakedContents(survey, promoted);
  const { lower, upper } = survey;
  const head = headOf(survey);
  if (!forge.capabilities.pullRequests) return { kind: "commands", commands: commandsOf(survey, text.title) };
  if (head !== lower.branch) {
    const branch = { branch: head, from: lower.revision, files: [], message: "" };
    await forge.createBranch(branch, signal);
  }
  const request = { head, base: upper.branch, title: text.title, body: text.body };
  return { kind: "pull-request", pullRequest: await forge.openPullRequest(request, signal) };
}

interface Wanted {
  readonly promoted: readonly PromotionDifference[];
  readonly text: PromotionText;
  readonly signal: AbortSignal;
}

/** The branch that a promotion of everything is proposed from. */
export function headOf({ request, lower }: Survey): string {
  if (lower.ancestry === "same") return lower.branch;
  return `lockstep/promote-${request.from}-${request.to}-${lower.revision.slice(0, 12)}`;
}

function commandsOf({ request, lower, upper }: Survey, title: string): readonly string[] {
  const branch = `lockstep/promote-${request.from}-${request.to}-${lower.revision.slice(0, 12)}`;
  return [
    'cd "$(git rev-parse --show-toplevel)"',
    "git fetch origin",
    `git switch --no-track -c ${quoted(branch)} ${quoted(upper.revision)}`,
    `git merge --no-ff -m ${quoted(title)} ${quoted(lower.revision)}`,
    pushTo(upper.branch),
  ];
}
