import type { DetectedDrift, DriftMender } from "@lockstep/model";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";
import type { ChangeProposal } from "../proposals/change-proposal.ts";
import { createDriftMender } from "./create-drift-mender.ts";

export const ada = { kind: "token", id: "token:ada" } as const;
const signal = new AbortController().signal;

/** Production with pipelines of all sorts, and somebody with a way into its database. */
export interface DriftBench extends Bench {
  readonly mender: DriftMender;
  readonly proposals: ChangeProposal[];
  /** Scans, and gives what differs. */
  scan(): Promise<readonly DetectedDrift[]>;
  revert(id: string): Promise<DetectedDrift>;
  adopt(id: string): Promise<unknown>;
  /** Merges the newest proposal, and looks. */
  merge(): Promise<void>;
  /** Changes stored manifests past the guards that refuse it. */
  tamper(statement: string): Promise<void>;
  ledgerKinds(): Promise<readonly string[]>;
}

/** A pipeline that calls `alpha` and listens to an event. */
const caller = {
  apiVersion: "lockstep/v1",
  kind: "Pipeline",
  slug: "caller",
  version: "1.0.0",
  steps: [{ id: "call", type: "pipeline", with: { pipeline: "alpha@^1.0.0", input: {} } }],
  triggers: [{ id: "news", type: "event", event: "news" }],
};

/** Applies alpha 1.0.0 and 1.1.0, beta, caller; and removes gone, whose manifest stays stored. */
export async function openDriftBench(serverUrl: string | null, apply: object = {}): Promise<DriftBench> {
  const bench = await openBench(serverUrl);
  const proposals: ChangeProposal[] = [];
  const proposeChange = async (proposal: ChangeProposal) => {
    proposals.push(proposal);
    return { kind: "commands", commands: [`git switch ${proposal.branch}`] } as const;
  };
  const mender = createDriftMender({ ...bench.deps, proposeChange });
  const commit = (files: Record<string, string | null>) => bench.repository.commit({ branch: "main", files });
  await commit({
    ...environment("production", "main", { apply }),
    ...greeter("alpha", "1.0.0"),
    ...greeter("beta", "1.0.0"),
    ...greeter("gone", "1.0.0"),
    "pipelines/caller.pipeline.json": JSON.stringify(caller),
  });
  await bench.look("production");
  await commit({ ...greeter("alpha", "1.1.0", "Hi"), "pipelines/gone.pipeline.json": null });
  await bench.look("production");
  const look = async () => {
    await bench.store.environments.raiseHint("production");
    await bench.look("production");
    return bench.store.drift.list("production");
  };
  return Object.assign(bench, {
    mender,
    proposals,
    scan: look,
    revert: (id: string) =>
      mender.revert({ environment: "production", id, actor: ada, reason: "Nobody reviewed it." }, signal),
    adopt: (id: string) =>
      mender.adopt({ environment: "production", id, actor: ada, reason: "It was urgent." }, signal),
    async merge() {
      const proposal = proposals.at(-1);
      if (proposal === undefined) throw new Error("nothing was proposed");
      await commit(Object.fromEntries(proposal.files.map(({ path, text }) => [path, text])));
      await bench.look("production");
    },
    async tamper(statement: string) {
      if (serverUrl !== null) {
        await bench.sql(`SET session_replication_role = replica; ${statement}`);
        return;
      }
      await bench.sql(`
        DROP TRIGGER pipeline_versions_refuse_update;
        DROP TRIGGER pipeline_versions_refuse_delete;
        ${statement}`);
    },
    ledgerKinds: async () => (await bench.records("production")).map(({ kind }) => kind),
  });
}
