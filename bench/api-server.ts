import { serveApi } from "@lockstep/api";
import type { OrgStore } from "@lockstep/model";

import { createBenchApi } from "./product/bench-api.ts";
import { openBenchStore } from "./product/databases.ts";
import { benchDoor } from "./product/webhook.ts";

/** Started as a process of its own by benchmarks: the API alone, for hooks with or without storing what comes in. */
const [dataDirectory = "", url = "", mode = "store"] = process.argv.slice(2);

const store = await openBenchStore({ dataDirectory, url: url === "" ? null : url });
const api = createBenchApi(mode === "store" ? store : withoutStoring(store), benchDoor);
const served = await serveApi(api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
process.once("SIGTERM", () => void served.stop().then(() => store.close()));
process.send?.(served.port);
process.disconnect?.();

function withoutStoring(real: OrgStore): OrgStore {
  return { ...real, deliveries: { ...real.deliveries, receive: async () => "new" } };
}
