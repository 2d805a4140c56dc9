import { createForgeLoop, type ForgeLoop } from "@lockstep/controller";
import { systemClock, systemTimer } from "@lockstep/model";

import type { Installation } from "./installation.ts";
import { runPipelineTests } from "./run-pipeline-tests.ts";

/** Keeps the forge in step, while this process has the lease. */
export function startForgeLoop({
  store,
  source,
  secrets,
  forge,
  configuration,
  data,
  ids,
  log,
}: Installation): ForgeLoop {
  const loop = createForgeLoop({
    store,
    source,
    secrets,
    forge,
    ids,
    log,
    holder: data.id,
    clock: systemClock,
    timer: systemTimer,
    random: Math.random,
    controlBranch: configuration.controlBranch,
    pollMs: configuration.pollMs,
    publicUrl: configuration.publicUrl.replace(/\/+$/, ""),
    isCommenting: configuration.github?.hasComment ?? false,
    runTests: runPipelineTests,
  });
  loop.start();
  return loop;
}
