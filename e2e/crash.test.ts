import { join } from "node:path";

import { type LedgerEntry, systemClock, verifyChain } from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { createTestDatabase } from "@lockstep/testkit";
import { describe, expect, inject, test } from "vitest";

import { pause, startLoad } from "./harness/crash-load.ts";
import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { eventually } from "./harness/lockstep-process.ts";

/** Kills per database; `CRASH_KILLS` asks for more or fewer. */
const kills = Number(process.env["CRASH_KILLS"] ?? 20);

const slugs = ["greet-a", "greet-b", "greet-c"];

const databases = {
  sqlite: async () => ({}),
  postgres: async () => ({ DATABASE_URL: (await createTestDatabase(inject("postgresUrl"))).url }),
};

describe.each(Object.entries(databases))("kill -9 at random points, on %s", (_name, prepare) => {
  test(
    `leaves one commit applied, the chain whole and every promised run ended, ${kills} times`,
    { timeout: 600_000 },
    async () => {
      const env: Record<string, string> = await prepare();
      const acme = await startInstallation(async (repository) => {
        const greeters = slugs.map((slug) => greeter(slug, { version: "1.0.0", text: "Take 0" }));
        await repository.commit({
          branch: "main",
          files: Object.assign({}, environment("production", "main"), ...greeters),
        });
      }, env);
      await acme.untilApplied("production", await acme.repository.revisionOf("main"));

      const load = startLoad(acme, slugs);
      for (let kill = 0; kill < kills; kill += 1) {
        await pause(Math.random() * 400);
        await acme.process().kill();
        await acme.restart();
      }
      const promised = await load.stop();
      await acme.untilApplied("production", await acme.repository.revisionOf("main"));

      expect(promised.runs.size).toBeGreaterThan(kills);
      await expectRunsEnded(acme, [...promised.runs]);
      await expectOneCommitApplied(acme);
      await acme.stop();
      expect(verifyChain(await recordsOf(acme, env["DATABASE_URL"] ?? null))).toMatchObject({ intact: true });
    },
  );
});

async function expectRunsEnded(acme: Installation, ids: readonly string[]): Promise<void> {
  await eventually("every promised run has ended", async () => {
    const { body } = await acme.call("GET", "/runs?state=queued&state=running&limit=1");
    return body.items.length === 0;
  });
  for (const id of ids) {
    const { run } = (await acme.call("GET", `/runs/${id}`)).body;
    expect(run).toMatchObject({ id, status: "completed" });
    const take = run.version.split(".")[2];
    expect(run.output).toEqual({ greeting: `Take ${take}, world!` });
    const { items } = (await acme.call("GET", `/runs/${id}/steps`)).body;
    const ends = items.filter(({ status }: { status: string }) => status === "completed");
    expect(ends).toHaveLength(1);
  }
}

async function expectOneCommitApplied(acme: Installation): Promise<void> {
  const { items } = (await acme.call("GET", "/environments/production/pipelines")).body;
  expect(new Set(items.map(({ version }: { version: string }) => version)).size).toBe(1);
  const drift = (await acme.call("GET", "/environments/production/drift")).body;
  expect(drift.items).toEqual([]);
}

/** Reads the chain with the process gone, as an auditor with the database would. */
async function recordsOf(acme: Installation, url: string | null): Promise<readonly LedgerEntry[]> {
  const store = await openStore({
    url,
    file: join(acme.dataDirectory, "lockstep.sqlite"),
    ids: { next: () => "" },
    clock: systemClock,
    salt: Buffer.alloc(32),
  });
  try {
    return await store.ledger.list("production", 1, 100_000);
  } finally {
    await store.close();
  }
}
