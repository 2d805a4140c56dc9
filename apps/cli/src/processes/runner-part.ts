import { hostname } from "node:os";

import { createConnections } from "@lockstep/connections";
import {
  createChildComposer,
  createConfigurationLoader,
  createNodeHttpClient,
  createNodeMailer,
  createRunner,
  type Runner,
  type RunnerDeps,
} from "@lockstep/engine";
import { type Failure, steadyClock, systemClock, systemTimer } from "@lockstep/model";
import {
  type RunService,
  serveJobs,
  type ServeJobsOptions,
  serveRuns,
  startHeartbeat,
} from "@lockstep/queue";
import { createSandbox } from "@lockstep/sandbox";
import { Counter, Gauge } from "prom-client";

import type { Installation } from "./installation.ts";

/** What one process serves. */
export interface Service {
  /** Null serves every queue. */
  readonly queues: readonly string[] | null;
  /** Most runs that it carries on at the same time. */
  readonly concurrency: number;
  /** How long running steps may go on after SIGTERM. */
  readonly graceMs: number;
}

/** What `lockstep up` serves. */
export const everything: Service = { queues: null, concurrency: 256, graceMs: 5_000 };

/** How long a run stays with a process that gives no sign of life. */
const leaseMs = 4_000;

/** The runner of this process, known to the others as a worker. */
export function startRunner(installation: Installation, service: Service): { stop(): Promise<void> } {
  const { store, runner: id, configuration, data } = installation;
  const tellFault = createFaultTeller(installation);
  let runs: RunService | null = null;
  let isDraining = false;
  const heartbeat = startHeartbeat({
    workers: store.workers,
    timer: systemTimer,
    self: () => ({
      id,
      name: `${hostname()}:${process.pid}`,
      queues: service.queues,
      concurrency: service.concurrency,
      running: runs?.size ?? 0,
      isDraining,
      pool: runs?.pool ?? null,
    }),
    onFault: (failure) => tellFault(failure, null),
  });
  const sandbox = createSandbox();
  const connections = createConnections({ url: configuration.databaseUrl, file: data.databaseFile });
  const runner = createRunnerOf(installation, { sandbox, connections });
  const served = serve(installation, runner, {
    ...service,
    onFault: tellFault,
    announce: heartbeat.beat,
  });
  runs = served;
  measure(installation, served);
  return {
    async stop() {
      isDraining = true;
      await served.stop({ graceMs: service.graceMs });
      await heartbeat.stop();
      await Promise.all([sandbox.close(), connections.close()]);
    },
  };
}

/** What carries runs on, with everything its steps reach the world through. */
function createRunnerOf(
  { store, pipelines, secrets, ids }: Installation,
  world: Pick<RunnerDeps, "sandbox" | "connections">,
): Runner {
  const { environments } = store;
  return createRunner({
    ...world,
    runs: store.runs,
    composeChild: createChildComposer({ environments, pipelines, clock: systemClock, ids }),
    configuration: createConfigurationLoader(environments),
    pipelines,
    secrets,
    http: createNodeHttpClient(),
    mailer: createNodeMailer(),
    streams: store.streams,
    files: store.runFiles,
    clock: systemClock,
    timer: systemTimer,
  });
}

/** In SQLite the process that accepts runs finds them itself; in PostgreSQL jobs wake whoever serves their queue. */
function serve(
  { store, configuration, runner: holder }: Installation,
  runner: Runner,
  {
    queues,
    concurrency,
    onFault,
    announce,
  }: Pick<ServeJobsOptions, "queues" | "concurrency" | "onFault" | "announce">,
): RunService {
  const { runs, signals, workers } = store;
  const options = {
    runs,
    signals,
    holder,
    queues,
    concurrency,
    leaseMs,
    timer: systemTimer,
    execute: runner.execute,
    onReplies: runner.hear,
    onFault,
  };
  const { databaseUrl } = configuration;
  if (databaseUrl === null) return serveRuns({ ...options, clock: systemClock });
  return serveJobs({
    ...options,
    // Whoever may lose a lease to another machine measures it by a clock that nobody sets back.
    clock: steadyClock,
    announce,
    databaseUrl,
    listQueues: () => workers.listQueues(),
  });
}

function createFaultTeller({ log, metrics }: Installation) {
  const faults = new Counter({
    name: "lockstep_runner_faults_total",
    help: "Faults of the runner, such as a database that is away or NO_CAPABLE_WORKER",
    labelNames: ["code"],
    registers: [metrics],
  });
  return (failure: Failure, run: string | null): void => {
    faults.inc({ code: failure.code ?? failure.kind });
    log.warn({ kind: failure.kind, code: failure.code, run, err: failure }, failure.message);
  };
}

function measure({ metrics }: Installation, runs: RunService): void {
  const gauge: Gauge = new Gauge({
    name: "lockstep_runs_held",
    help: "Runs that this process carries on now",
    registers: [metrics],
    collect() {
      gauge.set(runs.size);
    },
  });
}
