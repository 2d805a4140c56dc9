import { Failure, type Pipeline, type Step, type StepAttempt } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createMemoryRunStore, type MemoryRunStore } from "./memory-run-store.ts";
import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { createFakeTime } from "./testing/fake-time.ts";
import { forEachOf, httpStep, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { newRunOf, runId, worldOver } from "./testing/run-world.ts";

const http = () =>
  createFakeHttpClient(({ url }) => (url.pathname === "/bad" ? { status: 500 } : { json: url.pathname }));

const unanswered = { prompt: "Anybody?", assignees: ["team:nobody"], expiresAfter: "5m" };

/** Steps whose outcome depends on nothing but themselves, wired at random. */
const pipelines: fc.Arbitrary<Pipeline> = fc
  .array(
    fc.record({
      kind: fc.constantFrom("pure", "ok", "bad", "each", "nap", "ask"),
      links: fc.array(fc.nat(5), { maxLength: 2 }),
      runOn: fc.constantFrom("success", "success", "failure", "always"),
      when: fc.constantFrom(null, null, "{{ input.yes }}", "{{ !input.yes }}"),
      whenUnmet: fc.constantFrom("skip", "skip-cascade", "fail"),
      strategy: fc.constantFrom("fail", "skip", "fallback"),
      maxAttempts: fc.integer({ min: 1, max: 3 }),
      baseDelay: fc.constantFrom("0ms", "100ms", "1m"),
      startDelay: fc.constantFrom("0ms", "0ms", "30s"),
      onItemError: fc.constantFrom("fail", "collect", "drop"),
      items: fc.array(fc.constantFrom("ok", "bad"), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((recipes) =>
    pipelineOf(
      recipes.map((recipe, index) => {
        const dependsOn = [...new Set(recipe.links.filter((link) => link < index))].map((link) => `s${link}`);
        const given: Partial<Step> = {
          dependsOn,
          runOn: recipe.runOn,
          when: recipe.when,
          whenUnmet: recipe.whenUnmet,
          startDelay: recipe.startDelay,
          onError: { strategy: recipe.strategy as "fail", value: "instead", on: ["any"] },
          retry: retryOf({ maxAttempts: recipe.maxAttempts, baseDelay: recipe.baseDelay }),
        };
        const id = `s${index}`;
        if (recipe.kind === "pure") return stepOf(id, given);
        if (recipe.kind === "nap")
          return stepOf(id, { ...given, type: "wait", with: { until: "2026-02-03T14:12:00Z" } });
        if (recipe.kind === "ask") return stepOf(id, { ...given, type: "approval", with: unanswered });
        if (recipe.kind !== "each") return httpStep(id, { ...given, path: recipe.kind });
        const forEach = forEachOf(recipe.items, { onItemError: recipe.onItemError as "fail" });
        return httpStep(id, { ...given, path: "{{ it }}", forEach });
      }),
      {
        output: {
          value: { all: recipes.map((_, index) => `{{ steps.s${index}.?output.orValue(null) }}`) },
          schema: true,
        },
      },
    ),
  );

/** A process that dies at its n-th write, before or after that write reached the disk. */
function dyingStore(
  store: MemoryRunStore,
  deathAt: { readonly write: number; readonly isWritten: boolean },
): MemoryRunStore {
  let writes = 0;
  return {
    ...store,
    async write(entries) {
      writes += 1;
      if (writes < deathAt.write) return store.write(entries);
      if (writes === deathAt.write && deathAt.isWritten) await store.write(entries);
      throw new Failure("database-unreachable", "killed");
    },
  };
}

interface Death {
  readonly write: number;
  readonly isWritten: boolean;
}

async function finalStateOf(
  pipeline: Pipeline,
  death: Death | null,
): Promise<{ final: unknown; writes: number }> {
  const time = createFakeTime();
  const store = createMemoryRunStore(time);
  await store.create(newRunOf(pipeline, { input: { yes: true } }));
  let writes = 0;
  const counted = {
    ...store,
    write: (entries: Parameters<typeof store.write>[0]) => ((writes += 1), store.write(entries)),
  };
  if (death !== null) {
    const dying = worldOver(pipeline, { time, store: dyingStore(store, death), http: http() });
    await dying.finish().catch(() => undefined);
    time.advance(30_000);
  }
  const world = worldOver(pipeline, { time, store: counted, http: http() });
  const before = await store.load(runId);
  if (before?.state === "waiting") time.advance(Math.max(0, Date.parse(before.wakeAt ?? "") - time.now()));
  const isOver = before?.endedAt !== null;
  const run = isOver ? before : await world.finish();
  const status = statesOf(await store.loadAttempts(runId), pipeline);
  return { final: { state: run?.state, output: run?.output, status }, writes };
}

function statesOf(attempts: readonly StepAttempt[], pipeline: Pipeline): object {
  const stopped = new Set(
    attempts.filter((attempt) => stopsItems(attempt, pipeline)).map(({ step }) => step),
  );
  const last = new Map<string, { attempt: number; state: string }>();
  for (const { step, item, attempt, state } of attempts) {
    if (item >= 0 && stopped.has(step)) continue;
    const key = `${step}/${item}`;
    const known = last.get(key);
    // The step's own word (attempt 0) speaks for it.
    if (item === -1 && known?.attempt === 0) continue;
    if (known === undefined || attempt >= known.attempt || (item === -1 && attempt === 0))
      last.set(key, { attempt, state });
  }
  return Object.fromEntries(
    [...last].map(([key, { state }]) => [key, state] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Which further items began before one failed for good depends on how long its tries took, a death among them. */
function stopsItems({ step, item, state }: StepAttempt, { steps }: Pipeline): boolean {
  const { forEach } = steps.find(({ id }) => id === step) ?? { forEach: null };
  return item >= 0 && state === "failed" && forEach?.onItemError === "fail";
}

describe("a runner that dies", () => {
  test("at any write, before or after it, leaves a run that ends as if nothing had happened", async () => {
    await fc.assert(
      fc.asyncProperty(pipelines, async (pipeline) => {
        const { final, writes } = await finalStateOf(pipeline, null);
        for (let write = 1; write <= writes; write += 1)
          for (const isWritten of [false, true])
            expect((await finalStateOf(pipeline, { write, isWritten })).final).toEqual(final);
      }),
      { numRuns: 60 },
    );
  });

  test("again and again during the same effect makes the step fail in the end", async () => {
    const pipeline = pipelineOf([
      httpStep("deadly", { with: { url: "https://example.test/", method: "POST" } }),
    ]);
    const time = createFakeTime();
    const store = createMemoryRunStore(time);
    await store.create(newRunOf(pipeline));
    const sent: string[] = [];
    const client = createFakeHttpClient(() => new Failure("internal", "killed"));
    for (let life = 0; life < 6; life += 1) {
      const dying = worldOver(pipeline, {
        time,
        store: dyingStore(store, { write: 2, isWritten: false }),
        http: client,
      });
      await dying.execute().catch(() => undefined);
      time.advance(30_000);
    }
    for (const { headers } of client.requests) sent.push(headers["idempotency-key"] ?? "");
    const run = await worldOver(pipeline, { time, store, http: http() }).finish();
    expect(run).toMatchObject({ state: "failed", error: { type: "execution", step: "deadly" } });
    expect(run.error?.message).toContain("lost 6 times");
    expect(new Set(sent)).toEqual(new Set([`${runId}/deadly`]));
  });

  test("loses an attempt without costing the step one of its tries", async () => {
    const pipeline = pipelineOf([httpStep("once")]);
    const time = createFakeTime();
    const store = createMemoryRunStore(time);
    await store.create(newRunOf(pipeline));
    await worldOver(pipeline, {
      time,
      store: dyingStore(store, { write: 2, isWritten: false }),
      http: http(),
    })
      .execute()
      .catch(() => undefined);
    time.advance(30_000);
    expect(await worldOver(pipeline, { time, store, http: http() }).finish()).toMatchObject({
      state: "completed",
    });
    expect(await store.loadAttempts(runId)).toMatchObject([
      { attempt: 1, state: "cancelled" },
      { attempt: 2, state: "completed" },
    ]);
  });
});
