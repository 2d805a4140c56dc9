import { type Api, createApi } from "@lockstep/api";
import { createPipelineLoader } from "@lockstep/manifest";
import { type Forge, type ForgeDoor, type OrgStore, systemClock } from "@lockstep/model";
import { Registry } from "prom-client";

import { ids } from "./running-org.ts";

const dayMs = 86_400_000;

/** Key under which the tokens of benchmarks are stored. */
export const benchServerKey = new Uint8Array(32);

/** The API over a store, without a controller, a runner or a forge behind it. */
export function createBenchApi(store: OrgStore, forgeDoor: ForgeDoor | null): Api {
  const refuse = () => Promise.reject(new RangeError("no controller is behind the API of this benchmark"));
  return createApi({
    store,
    planner: { preview: refuse },
    previews: { load: refuse, loadPipeline: refuse },
    comparisons: { compare: refuse, loadPipeline: refuse, loadManifest: refuse },
    promotions: { list: refuse, load: refuse, listItems: refuse, open: refuse },
    explainCommit: refuse,
    rollBack: refuse,
    previewRollBack: refuse,
    retire: refuse,
    driftMender: { revert: refuse, adopt: refuse },
    pipelines: createPipelineLoader(store.versions),
    startRun: refuse,
    retryRun: refuse,
    raiseEvent: refuse,
    receiveWebhook: refuse,
    // No route of a benchmark asks the forge anything.
    forge: {} as Forge,
    forgeDoor,
    seal: refuse,
    measureDisk: refuse,
    clock: systemClock,
    ids,
    log: { error: (facts, message) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`) },
    metrics: new Registry(),
    dashboard: null,
    serverKey: benchServerKey,
    settings: {
      version: "0.0.0",
      allowedHosts: ["127.0.0.1"],
      publicOrigin: null,
      defaultEnvironment: null,
      metricsRole: null,
      // No controller looks at environments here.
      staleAfterMs: dayMs,
      heartbeatMs: 15_000,
    },
  });
}
