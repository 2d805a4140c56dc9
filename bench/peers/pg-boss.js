import PgBoss from "pg-boss";

import { measure } from "./measure.js";

/** One job per run that does nothing at all: a plain queue, which journals no steps. */
await measure(async ({ url, inFlight }) => {
  const boss = new PgBoss({ connectionString: url, max: 10 });
  boss.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
  });
  await boss.start();
  await boss.createQueue("runs");
  const ends = new Map();
  const stopping = new AbortController();
  const work = async () => {
    while (!stopping.signal.aborted) {
      const jobs = await boss.fetch("runs", { batchSize: Math.min(inFlight, 200) });
      if (jobs.length === 0) continue;
      await boss.complete(
        "runs",
        jobs.map(({ id }) => id),
      );
      for (const { id } of jobs) ends.get(id)?.();
    }
  };
  const working = work();
  let count = 0;
  return {
    async runOne() {
      count += 1;
      const id = `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
      const ended = new Promise((resolve) => {
        ends.set(id, resolve);
      });
      await boss.send({ name: "runs", data: {}, options: { id } });
      await ended;
      ends.delete(id);
    },
    async stop() {
      stopping.abort();
      await working;
      await boss.stop({ graceful: false });
    },
  };
});
