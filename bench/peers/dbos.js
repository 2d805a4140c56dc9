import { DBOS } from "@dbos-inc/dbos-sdk";

import { measure } from "./measure.js";

/** Three checkpointed steps that do nothing, called directly: its fastest way. */
const workflow = DBOS.registerWorkflow(
  async () => {
    const first = await DBOS.runStep(async () => 1, { name: "first" });
    const second = await DBOS.runStep(async () => first, { name: "second" });
    return DBOS.runStep(async () => second, { name: "third" });
  },
  { name: "three-steps" },
);

await measure(async ({ url }) => {
  DBOS.setConfig({ name: "bench", systemDatabaseUrl: url, logLevel: "error", systemDatabasePoolSize: 20 });
  await DBOS.launch();
  return { runOne: () => workflow(), stop: () => DBOS.shutdown() };
});
