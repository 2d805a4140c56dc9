import type { ClaimedRun } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { attemptOf, claimGreet, journal, lineOf, seedGreet } from "../testing/seed-run.ts";

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

interface Attempt {
  readonly step: string;
  readonly item: number;
  readonly output: unknown;
  readonly isOutputOmitted: boolean;
}

let org: TestApi;
let claimed: ClaimedRun;
let path: string;

beforeEach(async () => {
  org = await openTestApi();
  await seedGreet(org.store, "staging");
  claimed = await claimGreet(org);
  path = `/api/v1/runs/${claimed.run.id}`;
});
afterEach(() => org.close());

const read = <Body>(rest: string) => bodyOf<Body>(org.request(`${path}${rest}`));

/** All items over all pages, none of which may exceed 100 KB. */
async function readAll<Item>(rest: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const more = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await org.request(`${path}${rest}${more}`);
    const text = await response.text();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
    const page = JSON.parse(text) as PageOf<Item>;
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

describe("the steps of a run", () => {
  test("are listed without items, which are shown on demand", async () => {
    const id = claimed.run.id;
    const items = Array.from({ length: 230 }, (_, item) =>
      attemptOf(id, { step: "each", item, output: item }),
    );
    await journal(org.store, claimed, {
      attempts: [attemptOf(id), attemptOf(id, { step: "each" }), ...items],
    });
    const steps = await readAll<Attempt>("/steps?limit=100");
    expect(steps.map(({ step, item }) => `${step} ${item}`)).toEqual(["each -1", "greet -1"]);
    const each = await readAll<Attempt>("/steps?step=each&items=all&limit=100");
    expect(each.map(({ item }) => item)).toEqual([-1, ...items.map(({ item }) => item)]);
    expect(await readAll<Attempt>("/steps?step=each&item=7")).toMatchObject([{ item: 7, output: 7 }]);
  });

  test("stay within 100 KB a page; a large output is left to the attempt itself", async () => {
    const id = claimed.run.id;
    const large = "ü".repeat(150_000);
    const attempts = Array.from({ length: 60 }, (_, index) =>
      attemptOf(id, { step: `step_${index}`, output: index === 3 ? large : "x".repeat(7_000) }),
    );
    await journal(org.store, claimed, { attempts });
    const all = await readAll<Attempt>("/steps?limit=100");
    expect(all).toHaveLength(60);
    const listed = all.find(({ step }) => step === "step_3");
    expect(listed).toMatchObject({ output: null, outputBytes: 300_002, isOutputOmitted: true });
    const { attempt } = await read<{ attempt: Attempt }>("/steps/step_3");
    expect(attempt).toMatchObject({ output: large, isOutputOmitted: false });
  });

  test("keep a page small whatever errors say", async () => {
    const id = claimed.run.id;
    const error = {
      type: "http",
      message: "m".repeat(60_000),
      details: { body: "b".repeat(90_000) },
    } as const;
    const attempts = [1, 2, 3].map((attempt) => attemptOf(id, { attempt, state: "failed", error }));
    await journal(org.store, claimed, { attempts });
    expect(await readAll<Attempt>("/steps?limit=100")).toHaveLength(3);
    expect(await read("/steps/greet")).toMatchObject({ attempt: { error } });
  });

  test("are found by item and attempt; the last attempt is meant unless told", async () => {
    const id = claimed.run.id;
    const attempts = [1, 2].flatMap((attempt) =>
      [-1, 0].map((item) => attemptOf(id, { item, attempt, output: `${item}/${attempt}` })),
    );
    await journal(org.store, claimed, { attempts });
    const output = async (rest: string) => (await read<{ attempt: Attempt }>(rest)).attempt.output;
    expect(await output("/steps/greet")).toBe("-1/2");
    expect(await output("/steps/greet?item=0&attempt=1")).toBe("0/1");
    for (const rest of ["/steps/greet?item=9", "/steps/other", "/steps/greet?attempt=3"]) {
      expect((await org.request(`${path}${rest}`)).status).toBe(404);
    }
  });
});

describe("the log of a run", () => {
  test("is filtered by step, levels and instant, and followed by position", async () => {
    const id = claimed.run.id;
    const event = { name: "step.completed", item: -1, attempt: 1 } as const;
    await journal(org.store, claimed, {
      logs: [
        lineOf(id, { message: "one", level: "debug" }),
        lineOf(id, { message: "two", level: "warn", at: "2026-01-02T00:00:00.000Z" }),
        lineOf(id, { message: "three", step: "other", level: "error", at: "2026-01-03T00:00:00.000Z" }),
        lineOf(id, { message: "four", event, at: "2026-01-04T00:00:00.000Z" }),
      ],
    });
    const messages = async (rest: string) =>
      (await readAll<{ message: string }>(`/logs${rest}`)).map(({ message }) => message);
    expect(await messages("?limit=1")).toEqual(["one", "two", "three", "four"]);
    expect(await messages("?step=other")).toEqual(["three"]);
    expect(await messages("?level=warn&level=error")).toEqual(["two", "three"]);
    expect(await messages("?since=2026-01-03T01:00:00%2B01:00")).toEqual(["three", "four"]);
    const [first] = await readAll<{ position: number }>("/logs?limit=1");
    expect(await messages(`?after=${first?.position ?? 0}`)).toEqual(["two", "three", "four"]);
    const lines = await readAll<object>("/logs?step=greet");
    expect(lines.at(-1)).toMatchObject({ message: "four", event });
    expect((await org.request(`${path}/logs?since=yesterday`)).status).toBe(400);
  });

  test("stays within 100 KB a page, however long its lines are", async () => {
    const logs = Array.from({ length: 30 }, () => lineOf(claimed.run.id, { message: "l".repeat(50_000) }));
    await journal(org.store, claimed, { logs });
    expect(await readAll<object>("/logs?limit=100")).toHaveLength(30);
  });
});

describe("the waterfall of a run", () => {
  test("has every attempt in one answer, as numbers", async () => {
    const base = Date.parse(claimed.run.createdAt);
    const at = (offset: number) => new Date(base + offset).toISOString();
    const waitsFor = { kind: "person", prompt: "May I?", assignees: [], form: {} } as const;
    await journal(org.store, claimed, {
      attempts: [
        attemptOf(claimed.run.id, {
          step: "ask",
          state: "waiting",
          startedAt: at(30),
          endedAt: null,
          retryAt: at(90),
          waitsFor,
        }),
        attemptOf(claimed.run.id, {
          step: "each",
          item: 4,
          attempt: 2,
          state: "failed",
          startedAt: at(10),
          endedAt: at(20),
        }),
      ],
    });
    const { states, ...rest } = await read<{ states: readonly string[] }>("/waterfall");
    expect(rest).toEqual({
      base: claimed.run.createdAt,
      steps: ["each", "ask"],
      waits: ["instant", "person", "run"],
      attempts: [
        [0, 4, 2, states.indexOf("failed"), 10, 20, null, -1],
        [1, -1, 1, states.indexOf("waiting"), 30, null, 90, 1],
      ],
      isCut: false,
    });
  });

  test("of 5000 attempts takes less than 250 KB", async () => {
    const attempts = Array.from({ length: 5_000 }, (_, item) =>
      attemptOf(claimed.run.id, { step: "each", item }),
    );
    await journal(org.store, claimed, { attempts });
    const text = await (await org.request(`${path}/waterfall`)).text();
    expect(JSON.parse(text).attempts).toHaveLength(5_000);
    expect(text.length).toBeLessThan(250_000);
  });

  test("is nobody's who does not reach the run", async () => {
    const { secret } = await org.makeToken("other", "admin", ["production"]);
    expect((await org.request(`${path}/waterfall`, { token: secret })).status).toBe(404);
  });
});
