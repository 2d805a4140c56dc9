import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startRun } from "@lockstep/engine";
import { openRepository } from "@lockstep/git";
import { createPipelineLoader } from "@lockstep/manifest";
import {
  type Deploy,
  type LedgerEntry,
  type EnvironmentStatus,
  Failure,
  type OrgStore,
  type SecretSource,
  type Timer,
} from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { createTestRepository, type TestRepository } from "@lockstep/testkit";

import type { ControllerDeps } from "./controller-deps.ts";
import { type Controller, createController } from "./create-controller.ts";
import { createMemoryForge, type MemoryForge } from "./forge/memory-forge.fixture.ts";
import { createRepositorySource } from "./source/repository-source.ts";

/** A controller over a real repository and a real SQLite store; time, secrets and faults are in the test's hands. */
export interface Bench {
  readonly repository: TestRepository;
  readonly store: OrgStore;
  readonly forge: MemoryForge;
  readonly deps: ControllerDeps;
  /** Milliseconds since the epoch, for controller and database alike. */
  readonly clock: { time: number; now(): number };
  /** Values by name. */
  readonly secrets: Map<string, string>;
  /** Slugs whose tests fail, and those whose tests were run, run by run. */
  readonly tests: { readonly failing: Set<string>; readonly ran: (readonly string[])[] };
  /** Thrown by every look at git while set. */
  fault: Failure | null;
  controller: Controller;
  /** Another process takes over: nothing that was in memory is left. */
  restart(): Promise<void>;
  /** Looks once and gives the environment. */
  look(slug: string): Promise<EnvironmentStatus>;
  status(slug: string): Promise<EnvironmentStatus>;
  /** Newest first. */
  deploys(slug: string): Promise<readonly Deploy[]>;
  records(slug: string): Promise<readonly LedgerEntry[]>;
  /** Version of each applied pipeline. */
  applied(slug: string): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

const noTimer: Timer = { after: () => () => {} };

/** `url` is the address of a PostgreSQL database of the bench's own; time is then that server's. */
export async function openBench(url: string | null = null): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-controller-"));
  const repository = await createTestRepository(join(directory, "acme.git"));
  const clock = { time: Date.parse("2026-02-01T09:00:00Z"), now: () => clock.time };
  let made = 0;
  const ids = { next: () => `id-${String((made += 1)).padStart(6, "0")}` };
  const store = await openStore({ url, file: join(directory, "org.sqlite"), salt: "salt", ids, clock });
  const secrets = new Map<string, string>();
  const git = await openRepository({
    location: repository.directory,
    directory: join(directory, "mirror"),
    token: null,
    native: "off",
  });
  const source = createRepositorySource(git);
  const readHeads: typeof source.readHeads = (signal) =>
    bench.fault === null ? source.readHeads(signal) : Promise.reject(bench.fault);
  const forge = createMemoryForge(repository);
  const tests: Bench["tests"] = { failing: new Set(), ran: [] };
  const pipelines = createPipelineLoader(store.versions);
  const { environments, runs, signals } = store;
  const start = { environments, runs, signals, pipelines, clock, ids };
  const deps: ControllerDeps = {
    store,
    forge,
    source: { ...source, readHeads },
    secrets: secretSource(secrets),
    clock,
    timer: noTimer,
    ids,
    random: () => 0,
    holder: "first",
    controlBranch: "main",
    pollMs: 1_000,
    runTests: async ({ pipelines: given }) => {
      tests.ran.push(given.map(({ slug }) => slug));
      return given.map(({ slug, path }) => ({ slug, file: path, tests: [testOf(!tests.failing.has(slug))] }));
    },
    startRun: (request) => startRun(start, request),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onReconciled: () => {},
  };
  const page = { limit: 100, cursor: null };
  const bench: Bench = {
    repository,
    store,
    forge,
    deps,
    clock,
    secrets,
    tests,
    fault: null,
    controller: createController(deps),
    async restart() {
      await bench.controller.stop();
      bench.controller = createController(deps);
    },
    async look(slug) {
      await bench.controller.reconcile();
      return bench.status(slug);
    },
    async status(slug) {
      const status = await store.environments.load(slug);
      if (status === null) throw new Error(`there is no environment ${slug}`);
      return status;
    },
    deploys: async (environment) =>
      (await store.deploys.list({ environment, states: [], revision: null }, page)).items,
    records: (slug) => store.ledger.list(slug, 1, 1_000),
    async applied(slug) {
      const { pipelines } = await store.environments.loadApplied(slug);
      return Object.fromEntries([...pipelines.values()].map(({ slug: name, version }) => [name, version]));
    },
    async close() {
      await bench.controller.stop();
      await source.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
  return bench;
}

function testOf(isPassed: boolean) {
  return { name: "greets", isPassed, message: isPassed ? "" : "output: 1 is not 2", line: 1 };
}

function secretSource(secrets: ReadonlyMap<string, string>): SecretSource {
  return {
    async resolve(_environment, { ref }) {
      const value = secrets.get(ref);
      if (value === undefined) throw new Failure("not-found", `${ref} is not set`);
      return value;
    },
  };
}

/** A file of one pipeline whose behaviour is its text. */
export function greeter(slug: string, version: string, text = "Hello"): Record<string, string> {
  const steps = [{ id: "greet", type: "set", with: { values: { text } } }];
  const manifest = { apiVersion: "lockstep/v1", kind: "Pipeline", slug, version, steps };
  return { [`pipelines/${slug}.pipeline.json`]: JSON.stringify(manifest) };
}

/** A file of one strict environment. */
export function environment(slug: string, branch: string, more: object = {}): Record<string, string> {
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug,
    tier: slug === "production" ? "production" : "staging",
    source: { branch },
    immutability: { mode: "strict", semver: "enforce" },
    teams: { shared: { queue: "shared" } },
    fallbackTeam: "shared",
    ...more,
  };
  return { [`environments/${slug}.json`]: JSON.stringify(manifest) };
}
