import type { TestRepository } from "@lockstep/testkit";

import { installAudit } from "../audit.ts";
import { startCluster } from "../cluster.ts";
import { startInstallation } from "../installation.ts";
import type { adminClient } from "../lockstep-process.ts";

/** A running product, whatever processes and database it consists of. */
export interface Mode {
  readonly call: ReturnType<typeof adminClient>;
  /** Resolves once the branch is applied. */
  untilApplied(): Promise<void>;
  stop(): Promise<void>;
}

/** One whose runs may go to several processes. */
export interface DistributedMode extends Mode {
  /** Processes that wrote to the journal of a run. */
  writers(): Promise<readonly string[]>;
}

export type StartMode<Started extends Mode = Mode> = (
  files: Readonly<Record<string, string>>,
) => Promise<Started>;

const commit = (files: Readonly<Record<string, string>>) => async (repository: TestRepository) =>
  void (await repository.commit({ branch: "main", files: { ...files } }));

/** One process with SQLite. */
export const startEmbedded: StartMode = async (files) => {
  const acme = await startInstallation(commit(files));
  return {
    call: acme.call,
    async untilApplied() {
      await acme.untilApplied("staging", await acme.repository.revisionOf("main"));
    },
    stop: acme.stop,
  };
};

/** An API, a controller and two workers beside one PostgreSQL. */
export const startDistributed =
  (postgresUrl: string): StartMode<DistributedMode> =>
  async (files) => {
    const cluster = await startCluster(postgresUrl, commit(files));
    const api = await cluster.add("api", ["api"]);
    const { writers } = await installAudit(cluster.database);
    await cluster.add("controller", ["controller"]);
    const worker = ["worker", "--queue", "staging-shared", "--concurrency", "64"];
    await cluster.add("worker-1", worker);
    await cluster.add("worker-2", worker);
    return {
      call: api.call,
      untilApplied: async () =>
        cluster.untilApplied(api, "staging", await cluster.repository.revisionOf("main")),
      writers,
      stop: cluster.stop,
    };
  };
