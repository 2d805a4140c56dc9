import { createApi, type ServedApi, serveApi } from "@lockstep/api";
import { createRetire, createRollBack, createRollBackPreview } from "@lockstep/controller";
import { raiseEvent, receiveWebhook } from "@lockstep/engine";
import { systemClock } from "@lockstep/model";

import { lockstepVersion } from "../program/lockstep-version.ts";
import type { Installation } from "./installation.ts";
import { createRunUseCases } from "./run-use-cases.ts";
import { triggerDepsOf } from "./trigger-deps.ts";

/** How long requests under way may take after SIGTERM. */
const graceMs = 5_000;

/** The HTTP API of this process, listening. */
export function startApi(installation: Installation): Promise<ServedApi> {
  const { store, planner, previews, comparisons, promotions, driftMender, pipelines, sealed } = installation;
  const { configuration, ids, log, makers, metrics } = installation;
  const { measureDisk, requireRoom, forge, forgeDoor, secrets } = installation;
  const triggers = triggerDepsOf(installation);
  const publicUrl = new URL(configuration.publicUrl);
  const orders = { store, secrets, ids, clock: systemClock };
  const api = createApi({
    store,
    forge,
    forgeDoor,
    planner,
    previews,
    comparisons,
    promotions,
    explainCommit: installation.explainCommit,
    rollBack: createRollBack(orders),
    previewRollBack: createRollBackPreview(orders),
    retire: createRetire(orders),
    driftMender,
    pipelines,
    ...createRunUseCases({ store, pipelines, ids, clock: systemClock, requireRoom }),
    raiseEvent: (environment, event) => raiseEvent(triggers, environment, event),
    receiveWebhook: (request) => receiveWebhook(triggers, request),
    seal: ({ environment, name, value }) => sealed.seal(environment, name, value),
    measureDisk,
    clock: systemClock,
    ids,
    log,
    metrics,
    dashboard: installation.dashboard,
    serverKey: makers.serverKey,
    settings: {
      version: lockstepVersion(),
      allowedHosts: [publicUrl.hostname, configuration.host, "localhost", "127.0.0.1", "[::1]"],
      publicOrigin: publicUrl.origin,
      defaultEnvironment: configuration.defaultEnvironment,
      metricsRole: null,
      staleAfterMs: Math.max(configuration.pollMs * 8, 60_000),
      heartbeatMs: 15_000,
    },
  });
  return serveApi(api, { host: configuration.host, port: configuration.port, graceMs });
}
