import { parentPort, workerData } from "node:worker_threads";

import { openRepository } from "@lockstep/git";

import { createRepositorySource } from "./repository-source.ts";
import { serveSource } from "./serve-source.ts";
import type { WorkerSettings } from "./worker-protocol.ts";

if (parentPort !== null) {
  const { location, directory, token: first } = workerData as WorkerSettings;
  let token = first;
  serveSource(
    parentPort,
    async () =>
      createRepositorySource(
        await openRepository({ location, directory, token: () => token, native: "auto" }),
      ),
    (next) => {
      token = next;
    },
  );
}
