import { hostname } from "node:os";

import { createConfigurationLoader, createNodeHttpClient, createRunner } from "@lockstep/engine";
import { type Failure, systemClock, systemTimer } from "@lockstep/model";
import {
  type RunService,
  serveJobs,
  type ServeJobsOptions,
  serveRuns,
  startHeartbeat,
} from "@lockstep/queue";
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
  const { store, runner: id } = installation;
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
  const served = serve(installation, service, { onFault: tellFault, announce: heartbeat.beat });
  runs = served;
  measure(installation, served);
  return {
    async stop() {
      isDraining = true;
      await served.stop({ graceMs: service.graceMs });
      await heartbeat.stop();
    },
  };
}

/** In SQLite the process that accepts runs finds them itself; in PostgreSQL jobs wake whoever serves their queue. */
function serve(
  { store, pipelines, secrets, configuration, runner: holder }: Installation,
  { queues, concurrency }: Service,
  { onFault, announce }: Pick<ServeJobsOptions, "onFault" | "announce">,
): RunService {
  const { runs, signals, workers, environments } = store;
  const shared = { clock: systemClock, timer: systemTimer };
  const runner = createRunner({
    ...shared,
    runs,
    configuration: createConfigurationLoader(environments),
    pipelines,
    secrets,
    http: createNodeHttpClient(),
  });
  const options = {
    ...shared,
    runs,
    signals,
    holder,
    queues,
    concurrency,
    leaseMs,
    execute: runner.execute,
    onFault,
  };
  const { databaseUrl } = configuration;
  if (databaseUrl === null) return serveRuns(options);
  return serveJobs({ ...options, announce, databaseUrl, listQueues: () => workers.listQueues() });
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
