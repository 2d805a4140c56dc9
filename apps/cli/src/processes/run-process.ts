import { toFailure } from "@lockstep/model";

import type { Configuration } from "../configuration/settings.ts";
import { startApi } from "./api-part.ts";
import { startController } from "./controller-part.ts";
import { startEventPublisher } from "./event-publisher.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { startRetention } from "./retention-part.ts";
import { startRunner } from "./runner-part.ts";
import { startTriggers } from "./trigger-part.ts";

/** Something that a process hosts; parts are stopped in the reverse of the order in which they were started. */
interface Part {
  stop(): Promise<unknown>;
}

type StartPart = (installation: Installation) => Part | Promise<Part>;

/** How long running steps may go on after SIGTERM. */
const graceMs = 5_000;

const publisher: StartPart = ({ store, log }) =>
  startEventPublisher(store, (thrown) => log.warn({ err: thrown }, toFailure(thrown).message));

const runner: StartPart = (installation) => {
  const service = startRunner(installation);
  return { stop: () => service.stop({ graceMs }) };
};

/** Which parts each kind of process hosts. Runs are executed beside the API until workers are processes of their own. */
const partsOf = {
  up: [publisher, startController, startTriggers, startRetention, runner, startApi],
  controller: [publisher, startController, startTriggers, startRetention],
  api: [publisher, runner, startApi],
} satisfies Record<string, readonly StartPart[]>;

export type ProcessKind = keyof typeof partsOf;

/** Runs a process until `stopping` aborts; `onReady` is called once everything listens. */
export async function runProcess(
  kind: ProcessKind,
  configuration: Configuration,
  { stopping, onReady }: { readonly stopping: AbortSignal; onReady(installation: Installation): void },
): Promise<void> {
  const installation = await openInstallation(configuration);
  const parts: Part[] = [];
  try {
    for (const start of partsOf[kind]) parts.unshift(await start(installation));
    onReady(installation);
    await aborted(stopping);
    installation.log.info({}, "stopping");
  } finally {
    for (const part of parts) await part.stop();
    await installation.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
