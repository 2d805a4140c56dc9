import { mkdtempSync } from "node:fs";
import { performance } from "node:perf_hooks";

import { openStore } from "@lockstep/store";
const url = process.argv[2] === "sqlite" ? null : process.argv[2];
let n = 0;
const ids = { next: () => `id-${String(n++).padStart(9, "0")}` };
const dir = mkdtempSync("/tmp/admcost-");
const store = await openStore({ url, file: `${dir}/o.sqlite`, salt: "s", ids });
const total = Number(process.argv[3] ?? 100000);
const base = (team) => ({
  id: ids.next(),
  environment: "staging",
  slug: "greet",
  version: "1.0.0",
  content: "sha256:a",
  manifest: "sha256:b",
  revision: "r",
  deploy: "d",
  trigger: { type: "api", id: null },
  actor: { kind: "token", id: "t" },
  team,
  queue: "shared",
  priority: 5,
  input: {},
  deadlineAt: "2030-01-01T00:00:00.000Z",
  idempotency: null,
  admission: { account: team, quotas: [], concurrency: null },
});
const measure = async (label) => {
  const times = [];
  for (let i = 0; i < 40; i++) {
    const at = performance.now();
    const claimed = await store.runs.claim({ holder: "h", queues: null, limit: 64, leaseMs: 60000 });
    times.push(performance.now() - at);
    await store.runs.write(
      claimed.map((c) => ({
        run: c.run.id,
        fencingToken: c.fencingToken,
        attempts: [],
        logs: [],
        state: { to: "completed", output: null },
        events: [],
      })),
    );
  }
  times.sort((a, b) => a - b);
  console.log(label, "p50", times[20].toFixed(2), "p95", times[38].toFixed(2));
};
const fill = async (count) => {
  for (let made = 0; made < count; made += 500)
    await Promise.all(Array.from({ length: 500 }, (_, i) => store.runs.create(base(`team-${i % 10}`))));
};
await fill(4000);
await measure("64 of 4000, 10 teams:");
await fill(total);
await measure(`64 of ${total}, 10 teams:`);
await store.close();
