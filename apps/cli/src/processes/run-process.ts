import { toFailure } from "@lockstep/model";

import type { ServerConfiguration } from "../configuration/settings.ts";
import { startStory } from "../demo/tell-story.ts";
import { startApi } from "./api-part.ts";
import { startController } from "./controller-part.ts";
import { startEventPublisher } from "./event-publisher.ts";
import { startForgeLoop } from "./forge-part.ts";
import { startHealth } from "./health-part.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { startNotifications } from "./notification-part.ts";
import { startRetention } from "./retention-part.ts";
import { everything, type Service, startRunner } from "./runner-part.ts";
import { startSupervisor } from "./supervisor-part.ts";
import { startTriggers } from "./trigger-part.ts";

/** Something that a process hosts; parts are stopped in the reverse of the order in which they were started. */
interface Part {
  stop(): Promise<unknown>;
}

type StartPart = (installation: Installation) => Part | Promise<Part>;

const publisher: StartPart = ({ store, log }) =>
  startEventPublisher(store, (thrown) => log.warn({ err: thrown }, toFailure(thrown).message));

/** What a process is for. `healthPort` is null where nobody asks about its health. */
export type ProcessRole =
  | { readonly kind: "up" | "api" }
  | { readonly kind: "controller"; readonly healthPort: number | null }
  | { readonly kind: "worker"; readonly service: Service; readonly healthPort: number | null };

/**
 * What each kind of process hosts beside a supervisor. Runs are executed by workers and by `up` alone; events are
 * numbered where somebody may read them.
 */
function partsFor(role: ProcessRole, isDemo: boolean): readonly StartPart[] {
  const control = [
    publisher,
    startController,
    startForgeLoop,
    startNotifications,
    startTriggers,
    startRetention,
  ];
  switch (role.kind) {
    case "up":
      return [...control, runnerOf(everything), startApi, ...(isDemo ? [startStory] : [])];
    case "api":
      return [publisher, startApi];
    case "controller":
      return [...control, ...healthOn(role.healthPort)];
    case "worker":
      return [runnerOf(role.service), ...healthOn(role.healthPort)];
  }
}

const runnerOf =
  (service: Service): StartPart =>
  (installation) =>
    startRunner(installation, service);

function healthOn(port: number | null): readonly StartPart[] {
  return port === null ? [] : [(installation) => startHealth(installation, port)];
}

/** Runs a process until `stopping` aborts; `onReady` is called once everything listens. */
export async function runProcess(
  role: ProcessRole,
  configuration: ServerConfiguration,
  {
    stopping,
    onReady,
  }: { readonly stopping: AbortSignal; onReady(installation: Installation): void | Promise<void> },
): Promise<void> {
  const installation = await openInstallation(configuration);
  const isDemo = configuration.repository === null;
  const parts: Part[] = [];
  try {
    for (const start of [startSupervisor, ...partsFor(role, isDemo)])
      parts.unshift(await start(installation));
    await onReady(installation);
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
