import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";

import type { Figure } from "../measuring/print-table.ts";
import { readPeakMemory } from "../measuring/read-peak-memory.ts";
import { percentile, timed } from "../measuring/stopwatch.ts";
import { type BenchDatabase, type DatabaseSource, openBenchStore } from "../product/databases.ts";
import { webhookBody, webhookHeaders } from "../product/webhook.ts";
import { keepInFlight, type Load } from "./runs.ts";

type Mode = "store" | "answer";

interface Burst {
  readonly latencies: readonly number[];
  readonly perSecond: number;
  /** Answered with 202, but not in the database. */
  readonly lost: number;
  readonly peakMemory: number | null;
}

/** A burst of deliveries over HTTP until 202, beside the same server answering without storing. */
export async function measureDeliveries(source: DatabaseSource, load: Load): Promise<Figure[]> {
  const bare = await burst(source, load, "answer");
  const full = await burst(source, load, "store");
  const what = (metric: string) => `${metric}, ${load.inFlight} in flight (${source.name})`;
  const latency = (share: number) => ({
    value: percentile(full.latencies, share),
    baseline: percentile(bare.latencies, share),
    unit: "ms",
  });
  const memory =
    full.peakMemory === null
      ? []
      : [
          {
            what: what("peak memory"),
            value: full.peakMemory,
            unit: "MiB",
            aim: null,
            baseline: bare.peakMemory,
          },
        ];
  return [
    { what: what("delivered → 202, p50"), ...latency(0.5), aim: null },
    { what: what("delivered → 202, p99"), ...latency(0.99), aim: 20 },
    { what: what("deliveries"), value: full.perSecond, unit: "/s", aim: null, baseline: bare.perSecond },
    { what: what("lost"), value: full.lost, unit: "", aim: 0, baseline: null },
    ...memory,
  ];
}

async function burst(source: DatabaseSource, load: Load, mode: Mode): Promise<Burst> {
  const database = await source.createMigrated();
  const server = await startServer(database, mode);
  const agent = new Agent({ keepAlive: true, maxSockets: load.inFlight });
  const latencies: number[] = [];
  const answered: string[] = [];
  let sent = 0;
  const deliverOne = async (isMeasured: boolean) => {
    sent += 1;
    const id = `delivery-${sent}`;
    const took = await timed(() => deliver(server.port, agent, id));
    answered.push(id);
    if (isMeasured) latencies.push(took);
  };
  await keepInFlight({ ...load, runs: load.inFlight * 8 }, () => deliverOne(false));
  const milliseconds = await keepInFlight(load, () => deliverOne(true));
  const peakMemory = await readPeakMemory(server.pid);
  agent.destroy();
  await server.stop();
  const lost = mode === "answer" ? 0 : await countLost(database, answered);
  await database.remove();
  return { latencies, perSecond: (load.runs * 1_000) / milliseconds, lost, peakMemory };
}

/** The compiled API in a process of its own. */
async function startServer({ dataDirectory, url }: BenchDatabase, mode: Mode) {
  const child = fork(join(import.meta.dirname, "../hook-server.js"), [dataDirectory, url ?? "", mode], {
    env: { PATH: process.env["PATH"], NODE_ENV: "production" },
  });
  const exit = once(child, "exit");
  const [port] = (await Promise.race([
    once(child, "message"),
    exit.then(([code]) => {
      throw new Error(`the server ended with ${code}`);
    }),
  ])) as [number];
  return {
    port,
    pid: child.pid,
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

function deliver(port: number, agent: Agent, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        port,
        host: "127.0.0.1",
        path: "/api/v1/hooks/github",
        method: "POST",
        headers: { ...webhookHeaders(id), "content-length": webhookBody.byteLength },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => {
          if (answer.statusCode === 202) resolve();
          else reject(new Error(`delivery ${id}: ${answer.statusCode}`));
        });
      },
    );
    call.once("error", reject);
    call.end(webhookBody);
  });
}

async function countLost(database: BenchDatabase, answered: readonly string[]): Promise<number> {
  const store = await openBenchStore(database);
  const stored = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof store.deliveries.list>> = await store.deliveries.list(
      { states: [] },
      { limit: 100, cursor },
    );
    for (const { id } of page.items) stored.add(id);
    cursor = page.next;
  } while (cursor !== null);
  await store.close();
  return answered.filter((id) => !stored.has(id)).length;
}
