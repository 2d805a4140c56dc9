import { Failure, type OrgStore } from "@lockstep/model";

import type { StartRun } from "../api-deps.ts";

/** Starts runs of what is applied, without judging the input. */
export function fakeStartRun(store: OrgStore, nextId: () => string): StartRun {
  return async ({ environment, slug, version, input, trigger, actor, idempotency }) => {
    const applied = await store.environments.loadPipeline(environment, slug);
    if (applied === null) throw new Failure("not-found", "No such pipeline is applied there.");
    if (version !== null && version !== applied.version) {
      throw new Failure("not-found", `Applied is ${applied.version}.`, { code: "VERSION_NOT_APPLIED" });
    }
    const { content, manifest, deploy, team } = applied;
    return store.runs.create({
      id: nextId(),
      environment,
      slug,
      version: applied.version,
      content,
      manifest,
      deploy,
      team,
      trigger,
      actor,
      input,
      queue: "default",
      priority: 5,
      revision: "a".repeat(40),
      deadlineAt: "2030-01-01T00:00:00.000Z",
      idempotency,
    });
  };
}
