import type { TestDatabase } from "@lockstep/testkit";

import type { Audit } from "./audit.ts";
import type { Member } from "./cluster.ts";
import { pause } from "./crash-load.ts";

interface Victims {
  readonly workers: readonly Member[];
  readonly apis: readonly Member[];
  readonly database: TestDatabase;
  readonly audit: Audit;
}

/** How often each kind of harm was done. */
export type Harm = Readonly<Record<"workers" | "apis" | "connections" | "freezes", number>>;

/** Longer than a lease lasts: whoever wakes up from it has lost everything it held. */
const freezeMs = 6_000;

/** Does harm at random, one thing after the other, for so long; what was killed is started again. */
export async function doHarm(victims: Victims, milliseconds: number): Promise<Harm> {
  const harm = { workers: 0, apis: 0, connections: 0, freezes: 0 };
  const end = performance.now() + milliseconds;
  const freezing: Promise<void>[] = [];
  const frozen = new Set<Member>();
  while (performance.now() < end) {
    await pause(200 + Math.random() * 800);
    const dice = Math.random();
    const worker = pick(victims.workers.filter((each) => !frozen.has(each)));
    if (dice < 0.4) {
      await killWorker(worker, victims.audit);
      harm.workers += 1;
    } else if (dice < 0.6) {
      const api = pick(victims.apis);
      await api.process().kill();
      await api.restart();
      harm.apis += 1;
    } else if (dice < 0.9 || frozen.size > 0) {
      await cutConnection(victims.database);
      harm.connections += 1;
    } else {
      frozen.add(worker);
      freezing.push(
        worker
          .process()
          .freeze(freezeMs)
          .then(() => void frozen.delete(worker)),
      );
      harm.freezes += 1;
    }
  }
  await Promise.all(freezing);
  return harm;
}

async function killWorker(worker: Member, audit: Audit): Promise<void> {
  const { pid } = worker.process();
  await worker.process().kill();
  await audit.noteDeath(pid);
  await pause(Math.random() * 2_000);
  await worker.restart();
}

async function cutConnection(database: TestDatabase): Promise<void> {
  await database.run(`
    SELECT pg_terminate_backend(pid) FROM (
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
      ORDER BY random() LIMIT 1) AS victim`);
}

function pick<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("there is nobody left to harm");
  return item;
}
