import { Failure, type JournalEntry } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createMemoryRunStore, type MemoryRunStore } from "./memory-run-store.ts";
import { createFakeHttpClient, type FakeHttpClient } from "./testing/fake-http-client.ts";
import { createFakeTime } from "./testing/fake-time.ts";
import { orgWorldOver, type OrgWorld } from "./testing/org-world.ts";
import { forEachOf, httpStep, pipelineOf, stepOf } from "./testing/pipelines.ts";

const post = { url: "https://example.test/do", method: "POST" };

/** Waits for an instant, a person and runs, beside each other and in items, with effects in between. */
const parent = pipelineOf(
  [
    stepOf("nap", { type: "wait", with: { for: "5m" } }),
    httpStep("before", { dependsOn: ["nap"], with: post }),
    stepOf("ask", {
      type: "approval",
      dependsOn: ["before"],
      with: { prompt: "Go?", assignees: ["team:ops"], form: { type: "object" }, expiresAfter: "40m" },
    }),
    stepOf("call", {
      type: "pipeline",
      effects: "write",
      timeout: "50m",
      forEach: forEachOf([1, 2, 3], { concurrency: 2 }),
      with: { pipeline: "child@^1.0.0", input: { n: "{{ it }}" } },
    }),
    stepOf("launch", {
      type: "pipeline",
      effects: "write",
      dependsOn: ["ask"],
      with: { pipeline: "child@^1.0.0", input: { n: 9 }, wait: false },
    }),
    httpStep("after", { dependsOn: ["launch", "call"], with: post }),
  ],
  { slug: "parent", output: { value: { sum: "{{ steps.call.output }}" }, schema: true } },
);

const child = pipelineOf(
  [
    httpStep("work", { with: post }),
    stepOf("nap", { type: "wait", dependsOn: ["work"], with: { for: "7m" } }),
  ],
  { slug: "child", output: { value: "{{ input.n * 10 }}", schema: true } },
);

interface Death {
  readonly write: number;
  readonly isWritten: boolean;
}

/** A process that dies at its n-th write, before or after that write reached the disk. */
function dyingAt({ write: last, isWritten }: Death) {
  return (store: MemoryRunStore) => {
    let writes = 0;
    return {
      loadReplies: store.loadReplies,
      async write(entries: readonly JournalEntry[]) {
        writes += 1;
        if (writes < last) return store.write(entries);
        if (writes === last && isWritten) await store.write(entries);
        throw new Failure("database-unreachable", "killed");
      },
    };
  };
}

/** Carries everything on until it is over or the process dies, answering what is asked. */
async function carryOn(org: OrgWorld): Promise<void> {
  for (;;) {
    await org.settle();
    const { items } = await org.store.listApprovals(
      { environment: null, run: null },
      { limit: 10, cursor: null },
    );
    for (const { run, step, item, attempt } of items)
      await org.store.answer({ run, step, item, attempt, by: "token:ada", output: { go: true } });
    const due = await org.store.nextDue();
    if (due === null) return;
    org.time.advance(Math.max(0, Date.parse(due) - org.time.now()));
  }
}

async function finalState(
  death: Death | null,
): Promise<{ facts: object; writes: number; http: FakeHttpClient }> {
  const time = createFakeTime();
  const store = createMemoryRunStore(time);
  const http = createFakeHttpClient(({ url }) => ({ json: url.pathname }));
  const pipelines = [parent, child];
  let writes = 0;
  const counting = (over: MemoryRunStore) => ({
    loadReplies: over.loadReplies,
    write: (entries: readonly JournalEntry[]) => ((writes += 1), over.write(entries)),
  });
  const between = death === null ? counting : dyingAt(death);
  const first = orgWorldOver(pipelines, { time, store, http, between });
  const { id } = await first.start("parent");
  await carryOn(first).catch((thrown: unknown) => {
    if (death === null) throw thrown;
  });
  time.advance(30_000);
  const second = orgWorldOver(pipelines, { time, store, http });
  await carryOn(second);
  const run = await second.run(id);
  const attempts = await second.attempts(id);
  const children = await second.runsOf("child");
  const named = attempts.flatMap(({ waitsFor }) => (waitsFor?.kind === "run" ? waitsFor.run : []));
  const launched = attempts.flatMap(({ step, state, output }) =>
    step === "launch" && state === "completed" ? (output as { runId: string }).runId : [],
  );
  return {
    writes,
    http,
    facts: {
      state: run.state,
      output: run.output,
      answered: attempts.filter(({ step, state }) => step === "ask" && state === "completed").length,
      children: children.map(({ input, state }) => `${JSON.stringify(input)} ${state}`).toSorted(),
      areAllNamed:
        children
          .map((one) => one.id)
          .toSorted()
          .join() === [...named, ...launched].toSorted().join(),
    },
  };
}

describe("a process that dies while runs wait", () => {
  test(
    "leaves every run to end as if nothing had happened, each child begun once",
    { timeout: 120_000 },
    async () => {
      const undisturbed = await finalState(null);
      expect(undisturbed.facts).toEqual({
        state: "completed",
        output: { sum: [10, 20, 30] },
        answered: 1,
        children: [1, 2, 3, 9].map((n) => `{"n":${n}} completed`),
        areAllNamed: true,
      });
      expect(undisturbed.writes).toBeGreaterThan(15);
      for (let write = 1; write <= undisturbed.writes; write += 1)
        for (const isWritten of [false, true]) {
          const { facts, http } = await finalState({ write, isWritten });
          expect({ write, isWritten, ...facts }).toEqual({ write, isWritten, ...undisturbed.facts });
          const keys = new Set(http.requests.map(({ headers }) => headers["idempotency-key"]));
          expect(keys.size).toBe(undisturbed.http.requests.length);
        }
    },
  );
});
