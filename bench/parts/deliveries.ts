import { Agent, request } from "node:http";

import type { Figure } from "../measuring/print-table.ts";
import { readPeakMemory } from "../measuring/read-peak-memory.ts";
import { percentile, timed } from "../measuring/stopwatch.ts";
import { type ApiMode, startApi } from "../product/api-process.ts";
import { type BenchDatabase, type DatabaseSource, openBenchStore } from "../product/databases.ts";
import { webhookBody, webhookHeaders } from "../product/webhook.ts";
import { keepInFlight } from "./runs.ts";

/** So many deliveries, as fast as so many senders get answers, or as they arrive at a rate, answered or not. */
export interface BurstLoad {
  readonly deliveries: number;
  readonly pace: { readonly inFlight: number } | { readonly perSecond: number };
}

interface Burst {
  readonly latencies: readonly number[];
  readonly perSecond: number;
  /** Answered with 202, but not in the database. */
  readonly lost: number;
  readonly peakMemory: number | null;
}

/** A burst of deliveries over HTTP until 202, beside the same server answering without storing. */
export async function measureDeliveries(source: DatabaseSource, load: BurstLoad): Promise<Figure[]> {
  const bare = await burst(source, load, "answer");
  const full = await burst(source, load, "store");
  const pace =
    "inFlight" in load.pace ? `${load.pace.inFlight} in flight` : `${load.pace.perSecond} /s arriving`;
  const what = (metric: string) => `${metric}, ${pace} (${source.name})`;
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

async function burst(source: DatabaseSource, { deliveries, pace }: BurstLoad, mode: ApiMode): Promise<Burst> {
  const database = await source.createMigrated();
  const server = await startApi(database, mode);
  const inFlight = "inFlight" in pace ? pace.inFlight : 64;
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const latencies: number[] = [];
  const answered: string[] = [];
  let sent = 0;
  const deliverOne = async () => {
    sent += 1;
    const id = `delivery-${sent}`;
    await deliver(server.port, agent, id);
    answered.push(id);
  };
  await keepInFlight({ runs: inFlight * 16, inFlight }, deliverOne);
  const milliseconds =
    "inFlight" in pace
      ? await keepInFlight({ runs: deliveries, inFlight }, async () =>
          latencies.push(await timed(deliverOne)),
        )
      : await arrive(deliveries, pace.perSecond, async (at) => {
          await deliverOne();
          latencies.push(performance.now() - at);
        });
  const peakMemory = await readPeakMemory(server.pid);
  agent.destroy();
  await server.stop();
  const lost = mode === "answer" ? 0 : await countLost(database, answered);
  await database.remove();
  return { latencies, perSecond: (deliveries * 1_000) / milliseconds, lost, peakMemory };
}

/** Begins each at its instant, given to `act`, however many are not answered yet; milliseconds until all are. */
async function arrive(count: number, perSecond: number, act: (at: number) => Promise<void>): Promise<number> {
  const began = performance.now();
  const acts: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = began + (index * 1_000) / perSecond;
    const early = at - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    acts.push(act(at));
  }
  await Promise.all(acts);
  return performance.now() - began;
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
