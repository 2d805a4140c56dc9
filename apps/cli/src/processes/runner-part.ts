import { createConnections } from "@lockstep/connections";
import {
  createChildComposer,
  createConfigurationLoader,
  createNodeHttpClient,
  createNodeMailer,
  createRunner,
} from "@lockstep/engine";
import { systemClock, systemTimer } from "@lockstep/model";
import { type RunService, serveRuns } from "@lockstep/queue";
import { createSandbox } from "@lockstep/sandbox";

import type { Installation } from "./installation.ts";

/** Most runs that one process carries on at the same time. */
const concurrency = 256;

/** How long a run stays with a process that gives no sign of life. */
const leaseMs = 5_000;

/** The runner of this process, with everything its steps reach the world through. */
export function startRunner(installation: Installation): Pick<RunService, "stop"> {
  const { store, pipelines, secrets, runner: holder, ids, log, configuration, data } = installation;
  const { environments } = store;
  const sandbox = createSandbox();
  const connections = createConnections({ url: configuration.databaseUrl, file: data.databaseFile });
  const runner = createRunner({
    runs: store.runs,
    composeChild: createChildComposer({ environments, pipelines, clock: systemClock, ids }),
    configuration: createConfigurationLoader(environments),
    pipelines,
    secrets,
    http: createNodeHttpClient(),
    mailer: createNodeMailer(),
    streams: store.streams,
    sandbox,
    connections,
    files: store.runFiles,
    clock: systemClock,
    timer: systemTimer,
  });
  const service = serveRuns({
    runs: store.runs,
    signals: store.signals,
    holder,
    queues: null,
    concurrency,
    leaseMs,
    clock: systemClock,
    timer: systemTimer,
    execute: (claimed, signal) => runner.execute(claimed, signal),
    onReplies: (run) => runner.hear(run),
    onFault: (failure, run) => log.warn({ kind: failure.kind, run, err: failure }, failure.message),
  });
  return {
    async stop(request) {
      await service.stop(request);
      await Promise.all([sandbox.close(), connections.close()]);
    },
  };
}
