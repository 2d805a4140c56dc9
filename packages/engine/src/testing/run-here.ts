import { type Pipeline, systemClock, systemTimer } from "@lockstep/model";

import { createDeafStreams } from "../deaf-streams.ts";
import { createNodeHttpClient } from "../http/node-http-client.ts";
import { createNodeMailer } from "../mail/node-mailer.ts";
import { type LocalRun, type LocalRunOptions, runLocally } from "../run-locally.ts";
import { idleConnections, idleSandbox } from "./idle-powers.ts";
import { load } from "./pipelines.ts";

/** Runs a pipeline in real time: for steps that wait for real servers, threads or databases. */
export function runHere(pipeline: Pipeline, given: Partial<LocalRunOptions> = {}): Promise<LocalRun> {
  return runLocally(load(pipeline), null, {
    environmentName: "local",
    variables: {},
    secrets: {},
    declaredConnections: {},
    declaredChannels: {},
    egress: { default: "deny", allow: [] },
    http: createNodeHttpClient(),
    mailer: createNodeMailer(),
    streams: createDeafStreams(),
    sandbox: idleSandbox,
    connections: idleConnections,
    clock: systemClock,
    timer: systemTimer,
    ids: { next: () => "run-1" },
    signal: new AbortController().signal,
    ...given,
  });
}
