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

/** Does harm at random for so long; what was killed is started again, while other things already go wrong. */
export async function doHarm(victims: Victims, milliseconds: number): Promise<Harm> {
  const { workers, apis, database, audit } = victims;
  const harm = { workers: 0, apis: 0, connections: 0, freezes: 0 };
  const end = performance.now() + milliseconds;
  const away = new Set<Member>();
  const returning: Promise<void>[] = [];

  function harmOne(members: readonly Member[], action: (member: Member) => Promise<void>): number {
    const present = members.filter((each) => !away.has(each));
    const victim = present[Math.floor(Math.random() * present.length)];
    // One of them stays, so that there is somebody to take over.
    if (victim === undefined || present.length === 1) return 0;
    away.add(victim);
    returning.push(action(victim).then(() => void away.delete(victim)));
    return 1;
  }

  while (performance.now() < end) {
    await pause(200 + Math.random() * 800);
    const dice = Math.random();
    if (dice < 0.4) harm.workers += harmOne(workers, (worker) => killWorker(worker, audit));
    else if (dice < 0.6) harm.apis += harmOne(apis, killApi);
    else if (dice < 0.7) harm.freezes += harmOne(workers, (worker) => worker.process().freeze(freezeMs));
    else harm.connections += await cutConnection(database);
  }
  await Promise.all(returning);
  return harm;
}

async function killApi(api: Member): Promise<void> {
  await api.process().kill();
  await api.restart();
}

async function killWorker(worker: Member, audit: Audit): Promise<void> {
  const { pid } = worker.process();
  const at = await audit.now();
  await worker.process().kill();
  await audit.noteDeath(pid, at);
  await pause(Math.random() * 2_000);
  await worker.restart();
}

async function cutConnection(database: TestDatabase): Promise<number> {
  const cut = await database.run(`
    SELECT pg_terminate_backend(pid) FROM (
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
      ORDER BY random() LIMIT 1) AS victim`);
  return cut.length;
}
