import type { DeploymentState } from "@lockstep/model";

import type { KnownState } from "./deployments.ts";

/**
 * The states that are still to be told. A commit that is deployed again keeps its deployment, so states are told apart by
 * the deploy's page that they link to.
 */
export function missingStates(
  report: { readonly states: readonly DeploymentState[]; readonly logUrl: string },
  known: readonly KnownState[],
): readonly DeploymentState[] {
  const own = known.filter(({ logUrl }) => logUrl === report.logUrl).map(({ state }) => state);
  let told = 0;
  let position = 0;
  for (const [index, state] of report.states.entries()) {
    const found = own.indexOf(state, position);
    if (found === -1) continue;
    position = found + 1;
    told = index + 1;
  }
  const missing = report.states.slice(told);
  const newest = known.at(-1);
  // Another deploy of the commit came after this one: ending this one must not end that one.
  const isTakenOver = told > 0 && newest !== undefined && newest.logUrl !== report.logUrl;
  return isTakenOver ? missing.filter((state) => state !== "inactive") : missing;
}
