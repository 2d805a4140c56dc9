import type { CheckReport, CompiledPipeline, NewDelivery, Timer } from "@lockstep/model";
import type { TestedSuite } from "@lockstep/report";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";
import { createForgeLoop, type ForgeLoop } from "./create-forge-loop.ts";
import type { MemoryForge } from "./memory-forge.fixture.ts";

/** A bench with a forge, whose `develop` feeds staging and whose `main` feeds production and holds both environments. */
export interface ForgeBench extends Bench {
  readonly forge: MemoryForge;
  readonly loop: ForgeLoop;
  /** What running tests gives. */
  readonly suites: TestedSuite[];
  /** Pipelines whose tests were run, by look. */
  readonly tested: (readonly string[])[];
  /** Looks once, as the forge loop does. */
  keep(): Promise<void>;
  /** Lets the loop run by itself, up to where it waits for the next time. */
  glance(): Promise<void>;
  /** Looks once at the environments, then once as the forge loop does. */
  settle(): Promise<void>;
  /** Newest check of a name on a revision. */
  check(revision: string, name: string): CheckReport;
  /** Commits one pipeline to a branch off another one. */
  branchOff(base: string, branch: string, files: Record<string, string | null>): Promise<string>;
  press(request: {
    readonly id: string;
    readonly sender: string;
    readonly action: "bump-version" | "revalidate";
    readonly headRevision: string;
  }): Promise<void>;
}

/** One delivery of our repository's hook. */
export function delivery(id: string, more: Partial<NewDelivery> = {}): NewDelivery {
  return {
    hook: "1",
    id,
    event: "push",
    action: null,
    repository: "7",
    hint: { ref: null, pullRequest: null, headRevision: null, request: null },
    ...more,
  };
}

export async function openForgeBench(options: { isCommenting?: boolean } = {}): Promise<ForgeBench> {
  const bench = await openBench();
  const { repository, forge, deps, store } = bench;
  const tested: (readonly string[])[] = [];
  await repository.commit({
    branch: "main",
    files: {
      ...environment("staging", "develop"),
      ...environment("production", "main"),
      ...greeter("hello", "1.0.0"),
    },
  });
  await repository.setBranch("develop", await repository.revisionOf("refs/heads/main"));
  const waits = createWaits();
  const loop = createForgeLoop({
    ...deps,
    timer: waits.timer,
    pollMs: 15_000,
    publicUrl: "https://lockstep.example",
    isCommenting: options.isCommenting ?? false,
    runTests: async ({ pipelines }) => {
      tested.push(pipelines.map(({ slug }: CompiledPipeline) => slug));
      return forgeBench.suites;
    },
  });
  const forgeBench: ForgeBench = {
    ...bench,
    forge,
    loop,
    suites: [],
    tested,
    keep: () => loop.reconcile(),
    glance: () => waits.pass(() => loop.start()),
    async settle() {
      await bench.controller.reconcile();
      await loop.reconcile();
    },
    check(revision, name) {
      const found = forge.checks.findLast((one) => one.headRevision === revision && one.name === name);
      if (found === undefined) throw new Error(`there is no '${name}' on ${revision}`);
      return found;
    },
    async branchOff(base, branch, files) {
      await repository.setBranch(branch, await repository.revisionOf(`refs/heads/${base}`));
      return repository.commit({ branch, files });
    },
    async press({ id, sender, action, headRevision }) {
      const request = { action, check: "lockstep / validate", checkRun: "1", sender };
      const hint = { ref: null, pullRequest: null, headRevision, request };
      await store.deliveries.receive(delivery(id, { event: "check_run", hint }));
    },
    async close() {
      await loop.stop();
      await bench.close();
    },
  };
  return forgeBench;
}

/** A timer on which nothing ends by itself: each pass ends the wait under way and lasts up to the next one. */
function createWaits() {
  let wake: (() => void) | null = null;
  let arrived: () => void = () => {};
  const timer: Timer = {
    after(_milliseconds, callback) {
      wake = callback;
      arrived();
      return () => {};
    },
  };
  return {
    timer,
    pass(start: () => void): Promise<void> {
      const next = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      if (wake === null) start();
      else wake();
      return next;
    },
  };
}
