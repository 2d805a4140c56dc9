import { Failure, type Planner, type Slug } from "@lockstep/model";

import { createObserver, type Observation } from "../reconcile/observe.ts";
import { assessImpact, mostShown } from "./impact/assess-impact.ts";
import { loadChangedPipelines } from "./impact/changed-pipelines.ts";
import { propose, type ProposalSources } from "./propose.ts";
import { findReachable } from "./reachable-revision.ts";
import type { Subject } from "./subject.ts";

/** Previews through the same `propose` that the controller applies by. */
export function createPlanner(sources: ProposalSources & { readonly controlBranch: string }): Planner {
  const observer = createObserver(sources);
  return {
    async preview(environment, revision, signal) {
      const observation = await observer.observe(signal);
      const subject = subjectOf(environment, observation);
      const head =
        revision === null
          ? subject.head
          : await findReachable(sources.source, revision, observation.heads, signal);
      const proposal = await propose(sources, { ...subject, head }, signal);
      const { versions, impact } = sources.store;
      const changed = await loadChangedPipelines(versions, proposal, mostShown);
      const now = await sources.store.now();
      const { policy } = subject.status;
      const { plan, decision } = proposal;
      return { plan, decision, impact: await assessImpact({ impact, now, policy }, proposal, changed) };
    },
  };
}

function subjectOf(slug: Slug, { heads, control, rows }: Observation): Subject {
  const configuration = control.environments.find((environment) => environment.slug === slug);
  const status = rows.get(slug);
  if (configuration === undefined || status === undefined) {
    const known = control.environments.map((environment) => environment.slug).join(", ");
    throw new Failure("not-found", `there is no environment '${slug}'; there are: ${known || "none"}`);
  }
  const { branch } = configuration.environment.source;
  const revision = heads.get(branch);
  if (revision !== undefined) return { status, configuration, control, rows, head: { branch, revision } };
  throw new Failure("not-found", `branch '${branch}' of '${slug}' does not exist`, {
    code: "BRANCH_MISSING",
  });
}
