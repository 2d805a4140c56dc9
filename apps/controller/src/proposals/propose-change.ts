import type { Forge, PullRequest } from "@lockstep/model";

import type { ChangeProposal, ProposeChange } from "./change-proposal.ts";
import { gitCommands } from "./git-commands.ts";

/**
 * Proposes changes of files as pull requests: a branch with one commit, and the pull request for it. The same proposal made
 * again gives the pull request that is open, also when the base moved meanwhile. Without a forge it answers with the git
 * commands that make the branch. Failures: those of `Forge`; `conflict` when a branch of that name holds something else.
 */
export function createProposeChange(
  forge: Pick<Forge, "capabilities" | "listOpenPullRequests" | "createBranch" | "openPullRequest">,
): ProposeChange {
  return async (proposal, signal) => {
    if (!forge.capabilities.pullRequests) return { kind: "commands", commands: gitCommands(proposal) };
    const { branch, base, files, message, title, body } = proposal;
    const open = findOpen(await forge.listOpenPullRequests(signal), proposal);
    if (open !== null) return { kind: "pull-request", pullRequest: open };
    await forge.createBranch({ branch, from: base.revision, files, message }, signal);
    const pullRequest = await forge.openPullRequest({ head: branch, base: base.branch, title, body }, signal);
    return { kind: "pull-request", pullRequest };
  };
}

function findOpen(open: readonly PullRequest[], { branch, base }: ChangeProposal): PullRequest | null {
  const found = open.find(
    (one) => !one.isFork && one.head.branch === branch && one.base.branch === base.branch,
  );
  return found ?? null;
}
