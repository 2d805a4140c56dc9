import type { Deploy, DeploymentState, DeployState } from "@lockstep/model";

const statesOf: Readonly<Record<DeployState, readonly DeploymentState[]>> = {
  planned: ["queued"],
  waiting: ["queued"],
  applying: ["queued", "in_progress"],
  applied: ["queued", "in_progress", "success"],
  refused: ["queued", "failure"],
  rejected: ["queued", "failure"],
  failed: ["queued", "failure"],
  superseded: ["queued", "inactive"],
};

/**
 * Every state that a forge's deployment of this deploy goes through up to now, oldest first. `isReplaced` says that what
 * it applied is no longer in force: forges do not notice that by themselves in production environments.
 */
export function deploymentStates(
  { state }: Pick<Deploy, "state">,
  isReplaced: boolean,
): readonly DeploymentState[] {
  const states = statesOf[state];
  return isReplaced && state === "applied" ? [...states, "inactive"] : states;
}
