import { setMaxListeners } from "node:events";

import { Failure } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createMemoryRunStore } from "./memory-run-store.ts";
import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { createFakeTime } from "./testing/fake-time.ts";
import { createOrgWorld, type OrgWorld } from "./testing/org-world.ts";
import { forEachOf, httpStep, pipelineOf, stepOf } from "./testing/pipelines.ts";
import { newRunOf, passTime, runId, worldOver } from "./testing/run-world.ts";

describe("a forEach over ten thousand items", () => {
  test.each([1, 50])(
    "with %d at once ends, and is written bit by bit",
    async (concurrency) => {
      const items = Array.from({ length: 10_000 }, (_, index) => ({ index }));
      const forEach = forEachOf("{{ input }}", { concurrency, maxItems: 10_000 });
      const pipeline = pipelineOf(
        [stepOf("each", { type: "echo", forEach, with: { value: "{{ it.index }}" } })],
        {
          output: { value: "{{ steps.each.output }}", schema: true },
        },
      );
      const time = createFakeTime();
      const store = createMemoryRunStore(time);
      await store.create(newRunOf(pipeline, { input: items }));
      const sizes: number[] = [];
      const watched = {
        ...store,
        write(entries: Parameters<typeof store.write>[0]) {
          sizes.push(...entries.map(({ attempts }) => attempts.length));
          return store.write(entries);
        },
      };
      const run = await worldOver(pipeline, { time, store: watched }).execute();
      expect(run).toMatchObject({ state: "completed", output: items.map(({ index }) => index) });
      expect(Math.max(...sizes)).toBeLessThan(400);
    },
    60_000,
  );

  test("repeats after a crash only what was under way", async () => {
    const items = Array.from({ length: 400 }, (_, index) => `i${index}`);
    const forEach = forEachOf(items, { concurrency: 5 });
    const pipeline = pipelineOf([httpStep("each", { path: "{{ it }}", forEach })]);
    const time = createFakeTime();
    const store = createMemoryRunStore(time);
    await store.create(newRunOf(pipeline));
    const http = createFakeHttpClient(() => ({ json: 1 }));
    let writes = 0;
    const dying = {
      ...store,
      async write(entries: Parameters<typeof store.write>[0]) {
        writes += 1;
        if (writes > 60) throw new Failure("database-unreachable", "killed");
        return store.write(entries);
      },
    };
    await expect(worldOver(pipeline, { time, store: dying, http }).execute()).rejects.toMatchObject({
      kind: "database-unreachable",
    });
    const asked = http.requests.length;
    expect(asked).toBeGreaterThan(100);
    time.advance(30_000);
    const run = await worldOver(pipeline, { time, store, http }).execute();
    expect(run.state).toBe("completed");
    const perItem = new Map<string, number>();
    for (const { url } of http.requests) perItem.set(url.pathname, (perItem.get(url.pathname) ?? 0) + 1);
    expect(perItem.size).toBe(400);
    expect([...perItem.values()].filter((count) => count > 1).length).toBeLessThanOrEqual(5);
    expect(await store.loadAttempts(runId)).toHaveLength(http.requests.length + 1);
  });
});

describe("a forEach over a thousand runs", () => {
  test("keeps its journal at hand instead of loading it for every end", { timeout: 60_000 }, async () => {
    const call = stepOf("call", {
      type: "pipeline",
      effects: "write",
      forEach: forEachOf("{{ input.items }}", { concurrency: 20 }),
      with: { pipeline: "child@^1.0.0", input: { n: "{{ it }}" } },
    });
    const parent = pipelineOf([call], {
      slug: "parent",
      output: { value: "{{ size(steps.call.output) }}", schema: true },
    });
    const child = pipelineOf([stepOf("only", { type: "echo", with: { value: "{{ input.n }}" } })], {
      slug: "child",
    });
    const org = createOrgWorld([parent, child]);
    const { id } = await org.start("parent", { items: Array.from({ length: 1_000 }, (_, n) => n) });
    const claims = await serveAll(org);
    expect(await org.run(id)).toMatchObject({ state: "completed", output: 1_000 });
    expect(claims.get(id)).toBeLessThan(50);
  });
});

/** Claims and executes side by side, as a process does, until all is over; how often each run was claimed. */
async function serveAll({ store, runner, time }: OrgWorld): Promise<ReadonlyMap<string, number>> {
  const claims = new Map<string, number>();
  const busy = new Set<Promise<void>>();
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const serve = async (): Promise<void> => {
    for (;;) {
      for (const one of await store.claim({ holder: "test", queues: null, limit: 100, leaseMs: 600_000 })) {
        claims.set(one.run.id, (claims.get(one.run.id) ?? 0) + 1);
        const work = runner.execute(one, signal).finally(() => busy.delete(work));
        busy.add(work);
      }
      if (busy.size === 0) return;
      await Promise.race([...busy, new Promise<void>((resolve) => time.after(10, resolve))]);
    }
  };
  await passTime(time, serve());
  return claims;
}
