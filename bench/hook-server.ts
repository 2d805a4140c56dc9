import { createApi, serveApi } from "@lockstep/api";
import { createPipelineLoader } from "@lockstep/manifest";
import { type Forge, type OrgStore, systemClock } from "@lockstep/model";
import { Registry } from "prom-client";

import { openBenchStore } from "./product/databases.ts";
import { ids } from "./product/running-org.ts";
import { benchDoor } from "./product/webhook.ts";

/** Started by `hooks.js` as a process of its own: the API alone, with or without storing what comes in. */
const [dataDirectory = "", url = "", mode = "store"] = process.argv.slice(2);

const refuse = () => Promise.reject(new RangeError("the benchmark of hooks does nothing but deliver"));
const store = await openBenchStore({ dataDirectory, url: url === "" ? null : url });
const api = createApi({
  store: mode === "store" ? store : withoutStoring(store),
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
  // No route of the benchmark asks the forge anything.
  forge: {} as Forge,
  forgeDoor: benchDoor,
  seal: refuse,
  measureDisk: refuse,
  clock: systemClock,
  ids,
  log: { error: (facts, message) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`) },
  metrics: new Registry(),
  dashboard: null,
  serverKey: new Uint8Array(32),
  settings: {
    version: "0.0.0",
    allowedHosts: ["127.0.0.1"],
    publicOrigin: null,
    defaultEnvironment: null,
    metricsRole: null,
    staleAfterMs: 60_000,
    heartbeatMs: 15_000,
  },
});
const served = await serveApi(api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
process.once("SIGTERM", () => void served.stop().then(() => store.close()));
process.send?.(served.port);
process.disconnect?.();

function withoutStoring(real: OrgStore): OrgStore {
  return { ...real, deliveries: { ...real.deliveries, receive: async () => "new" } };
}
