import type { LedgerEntry, RunTransition } from "@lockstep/model";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";

const error = { type: "execution", message: "no" } as const;
export const completed: RunTransition = { to: "completed", output: null };
export const failed: RunTransition = { to: "failed", error };

/** A smoke run as a policy declares it. */
export const smoke = (pipeline: string, more: object = {}) => ({ pipeline, ...more });

/** `production`, which follows `main` and verifies what is applied. */
export const production = (verification: object, more: object = {}) =>
  environment("production", "main", { gates: { verification }, ...more });

/** A bench whose runs end as the test says. */
export interface VerifiedBench extends Bench {
  commit(files: Record<string, string | null>): Promise<string>;
  /** Applies `hello` and the policy, so that the next apply is judged by it. */
  start(verification: object, more?: object): Promise<void>;
  /** Ends as many runs as there are states, in the order in which they wait for a runner. */
  endRuns(...states: readonly RunTransition[]): Promise<void>;
  kinds(): Promise<readonly string[]>;
  last(): Promise<LedgerEntry | undefined>;
  /** What came of applied deploys. */
  endings(): Promise<readonly LedgerEntry[]>;
}

export async function openVerifiedBench(): Promise<VerifiedBench> {
  const bench = await openBench();
  const records = () => bench.records("production");
  const verified: VerifiedBench = Object.assign(bench, {
    commit: (files: Record<string, string | null>) => bench.repository.commit({ branch: "main", files }),
    async start(verification: object, more: object = {}) {
      await verified.commit({ ...production(verification, more), ...greeter("hello", "1.0.0") });
      await bench.look("production");
      await verified.endRuns(completed);
      await bench.look("production");
    },
    async endRuns(...states: readonly RunTransition[]) {
      const { runs } = bench.store;
      for (const state of states) {
        const claim = { holder: "runner", queues: null, limit: 1, leaseMs: 60_000 };
        for (const { run, fencingToken } of await runs.claim(claim)) {
          const nothing = { attempts: [], logs: [], events: [], children: [], abandoned: [] };
          await runs.write([{ run: run.id, fencingToken, state, ...nothing }]);
        }
      }
    },
    kinds: async () => (await records()).map(({ kind }) => kind),
    last: async () => (await records()).at(-1),
    endings: async () =>
      (await records()).filter(({ kind }) => /^(rolled-back|verified|unverified)$/.test(kind)),
  });
  return verified;
}
