import { afterEach, describe, expect, inject, test } from "vitest";

import { installAudit } from "./harness/audit.ts";
import { doHarm } from "./harness/chaos.ts";
import { type Cluster, type Member, startCluster } from "./harness/cluster.ts";
import { diamond, gated, patient, production } from "./harness/effect-manifests.ts";
import { type EffectServer, startEffectServer } from "./harness/effect-server.ts";
import { eventually } from "./harness/lockstep-process.ts";
import { startStubbornLoad } from "./harness/stubborn-load.ts";

/** How long harm is done; `CHAOS_SECONDS=300` is the whole of it. */
const seconds = Number(process.env["CHAOS_SECONDS"] ?? 25);

const workerArgs = ["worker", "--queue", "production-shared", "--concurrency", "256", "--grace", "2s"];

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(files: (effects: EffectServer) => Record<string, string>) {
  const effects = await startEffectServer();
  stops.push(effects.stop);
  const cluster = await startCluster(inject("postgresUrl"), async (repository) => {
    await repository.commit({ branch: "main", files: { ...production, ...files(effects) } });
  });
  stops.push(cluster.stop);
  const controller = await cluster.add("controller", ["controller"]);
  const api = await cluster.add("api-1", ["api"]);
  await cluster.untilApplied(api, "production", await cluster.repository.revisionOf("main"));
  return { effects, cluster, controller, api };
}

const addWorkers = async (cluster: Cluster, count: number): Promise<readonly Member[]> => {
  const workers = [];
  for (let worker = 1; worker <= count; worker += 1)
    workers.push(await cluster.add(`worker-${worker}`, workerArgs));
  return workers;
};

/** Resolves once as many runs as that are in the state. */
async function untilCount(cluster: Cluster, state: string, count: number, within = 60_000): Promise<void> {
  await eventually(
    `${count} runs are ${state}`,
    async () => {
      const [row] = await cluster.database.run(
        `SELECT count(*)::int AS runs FROM runs WHERE state = '${state}'`,
      );
      return row?.["runs"] === count;
    },
    within,
  );
}

const startRun = async (api: Member, slug: string): Promise<string> => {
  const { status, body } = await api.call("POST", `/environments/production/pipelines/${slug}/run`, {});
  expect(status).toBe(202);
  return body.run.id;
};

/** Starts so many runs, a few at a time. */
async function startMany(api: Member, slug: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  const lane = async (): Promise<void> => {
    while (ids.length < count) {
      const place = ids.push("") - 1;
      ids[place] = await startRun(api, slug);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return ids;
}

describe("many processes beside one PostgreSQL", () => {
  test(
    `lose nothing and do nothing twice under ${seconds} s of kill -9, cut connections and hanging workers`,
    { timeout: (seconds + 180) * 1_000 },
    async () => {
      const { effects, cluster, api } = await start(({ url }) => ({
        ...diamond(url),
        ...patient(url, "6s"),
      }));
      const apis = [api, await cluster.add("api-2", ["api"])];
      const workers = await addWorkers(cluster, 3);
      const audit = await installAudit(cluster.database);

      const load = startStubbornLoad(apis, ["diamond", "diamond", "diamond", "patient"], 6);
      const harm = await doHarm({ workers, apis, database: cluster.database, audit }, seconds * 1_000);
      const accepted = await load.stop();
      await untilCount(cluster, "completed", accepted.size, 120_000);

      const runs = await cluster.database.run("SELECT id, state FROM runs");
      expect(new Set(runs.map(({ id }) => id))).toEqual(accepted);
      expect(runs.filter(({ state }) => state !== "completed")).toEqual([]);
      expect((await audit.endsPerAttempt()).filter((ends) => ends !== 1)).toEqual([]);
      expect(await outcomesOf(cluster)).toEqual([...effects.effects.values()].sort((a, b) => a - b));
      expect(await audit.foreignWrites(cluster.livesByPid)).toEqual([]);

      const takeOvers = await audit.takeOvers();
      expect(takeOvers.filter((ms) => ms === null)).toEqual([]);
      const sorted = takeOvers.map(Number).sort((a, b) => a - b);
      const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
      report({ runs: accepted.size, ...harm, requests: effects.requests(), takeOvers: sorted.length, p99 });
      expect(p99).toBeLessThanOrEqual(5_000);
    },
  );

  test("let runs that wait survive a full stop of everything", { timeout: 120_000 }, async () => {
    const { cluster, controller, api } = await start(({ url }) => patient(url, "20s"));
    const workers = await addWorkers(cluster, 2);
    await startMany(api, "patient", 20);
    await untilCount(cluster, "waiting", 20);
    const everything = [controller, api, ...workers];
    for (const member of everything) await member.process().kill();
    for (const member of everything) await member.restart();
    await untilCount(cluster, "completed", 20);
  });

  test(
    "finish 500 running runs on their version while a new one is deployed",
    { timeout: 240_000 },
    async () => {
      const { effects, cluster, api } = await start(({ url }) => gated(url, "1.0.0"));
      await addWorkers(cluster, 2);
      const old = await startMany(api, "gated", 500);
      await untilCount(cluster, "running", 500);
      await cluster.repository.commit({ branch: "main", files: gated(effects.url, "1.1.0") });
      await api.call("POST", "/environments/production/reconcile");
      await cluster.untilApplied(api, "production", await cluster.repository.revisionOf("main"));
      effects.openGate();
      const fresh = await startMany(api, "gated", 20);
      await untilCount(cluster, "completed", 520);
      expect(await versionsOf(cluster, old)).toEqual([{ version: "1.0.0", said: "1.0.0", runs: 500 }]);
      expect(await versionsOf(cluster, fresh)).toEqual([{ version: "1.1.0", said: "1.1.0", runs: 20 }]);
    },
  );
});

/** The number of the effect that each completed attempt has in the journal, in order. */
async function outcomesOf(cluster: Cluster): Promise<readonly number[]> {
  const rows = await cluster.database.run(`
    SELECT (output::json -> 'body' ->> 'effect')::int AS effect FROM step_attempts WHERE state = 'completed' ORDER BY 1`);
  return rows.map(({ effect }) => Number(effect));
}

async function versionsOf(cluster: Cluster, ids: readonly string[]) {
  return cluster.database.run(`
    SELECT version, output::json ->> 'version' AS said, count(*)::int AS runs FROM runs
    WHERE id IN (${ids.map((id) => `'${id}'`).join(", ")}) GROUP BY 1, 2 ORDER BY 1`);
}

function report(figures: Readonly<Record<string, number>>): void {
  const parts = Object.entries(figures).map(([name, figure]) => `${name} ${Math.round(figure)}`);
  process.stdout.write(`chaos: ${parts.join(", ")} (p99 of take-overs in ms)\n`);
}
