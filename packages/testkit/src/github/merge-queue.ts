import { GitHubProblem } from "./github-exchange.ts";
import type { FakeMergeGroup, GitHubWorld } from "./github-state.ts";
import { mergeCommit } from "./merge-with-git.ts";
import { endMerged, type PullPlace } from "./pull-machine.ts";
import { missingChecks } from "./required-checks.ts";
import { syncRefs } from "./sync-refs.ts";
import { emitMergeGroup } from "./webhook-payloads.ts";

const queueBot = "github-merge-queue[bot]";

/** Puts a pull request into the merge queue: a temporary branch with the merge, and the wish for checks. */
export async function enqueuePull(world: GitHubWorld, place: PullPlace): Promise<FakeMergeGroup> {
  const { repository, pull } = place;
  const baseSha = repository.refs.get(`refs/heads/${pull.base.ref}`);
  if (baseSha === undefined || pull.state !== "open") throw new GitHubProblem(422, "cannot be queued");
  const before = repository.mergeGroups.findLast(({ baseRef }) => baseRef === pull.base.ref)?.headSha;
  const onto = before ?? baseSha;
  const message = `Merge pull request #${pull.number} from ${pull.head.ref}`;
  const headSha = await mergeCommit(repository, { base: onto, head: pull.head.sha, message });
  if (headSha === null) throw new GitHubProblem(422, "cannot be queued: it conflicts");
  const ref = `refs/heads/gh-readonly-queue/${pull.base.ref}/pr-${pull.number}-${onto}`;
  await repository.git.git("update-ref", ref, headSha);
  const group = { ref, headSha, baseSha: onto, baseRef: pull.base.ref, pull: pull.number };
  repository.mergeGroups.push(group);
  await syncRefs(world, repository, queueBot);
  emitMergeGroup(world, { repository, group }, { action: "checks_requested" });
  return group;
}

/** Ends the group: merged, its commit becomes the base branch; otherwise only the temporary branch goes. */
export async function endMergeGroup(
  world: GitHubWorld,
  place: PullPlace,
  reason: "merged" | "invalidated" | "dequeued",
): Promise<void> {
  const { repository, pull } = place;
  const group = repository.mergeGroups.find((group) => group.pull === pull.number);
  if (group === undefined) throw new RangeError(`pull request ${pull.number} is in no merge queue`);
  if (reason === "merged") {
    const missing = missingChecks(repository, group.baseRef, group.headSha);
    if (missing.length > 0)
      throw new GitHubProblem(405, `Required status check "${missing[0] ?? ""}" is expected.`);
    await repository.git.git("update-ref", `refs/heads/${group.baseRef}`, group.headSha, group.baseSha);
    await endMerged(world, place, { by: queueBot, sha: group.headSha });
  }
  repository.mergeGroups.splice(repository.mergeGroups.indexOf(group), 1);
  await repository.git.git("update-ref", "-d", group.ref);
  await syncRefs(world, repository, queueBot);
  emitMergeGroup(world, { repository, group }, { action: "destroyed", reason });
}
