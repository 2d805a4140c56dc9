import { parentPort, workerData } from "node:worker_threads";

import { openRepository } from "@lockstep/git";

import { createRepositorySource } from "./repository-source.ts";
import { serveSource } from "./serve-source.ts";
import type { WorkerSettings } from "./worker-protocol.ts";

if (parentPort !== null) {
  const { location, directory, token } = workerData as WorkerSettings;
  serveSource(parentPort, async () =>
    createRepositorySource(await openRepository({ location, directory, token, native: "auto" })),
  );
}
