import type { FakeRepository } from "./github-state.ts";

const satisfying = ["success", "neutral", "skipped"];

/** Required checks of a branch that a commit does not satisfy: nothing reported, not ended, or not good. */
export function missingChecks(repository: FakeRepository, branch: string, sha: string): readonly string[] {
  const required = repository.requiredChecks.get(branch) ?? [];
  return required.filter((name) => {
    const run = repository.checkRuns.findLast((run) => run.headSha === sha && run.name === name);
    if (run !== undefined) return !satisfying.includes(run.conclusion ?? "");
    const status = repository.statuses.findLast((status) => status.sha === sha && status.context === name);
    return status?.state !== "success";
  });
}
