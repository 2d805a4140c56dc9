import { createForgeLoop, type ForgeLoop } from "@lockstep/controller";

import type { Installation } from "./installation.ts";
import { loopDepsOf } from "./loop-deps.ts";
import { runPipelineTests } from "./run-pipeline-tests.ts";

/** Keeps the forge in step, while this process has the lease. */
export function startForgeLoop(installation: Installation): ForgeLoop {
  const { publicUrl, github } = installation.configuration;
  const loop = createForgeLoop({
    ...loopDepsOf(installation),
    publicUrl,
    isCommenting: github?.hasComment ?? false,
    runTests: runPipelineTests,
  });
  loop.start();
  return loop;
}
