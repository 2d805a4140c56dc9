import { afterEach, beforeEach, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";
import { createPlanner } from "./create-planner.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

test("a preview says what the plan touches, by the configuration that it brings", async () => {
  const disabled = environment("production", "main", { triggers: { default: "disabled" } });
  const files = { ...disabled, ...greeter("hello", "1.0.0") };
  await bench.repository.commit({ branch: "main", files });
  await bench.look("production");
  const changed = JSON.parse(
    greeter("hello", "1.1.0", "Hi")["pipelines/hello.pipeline.json"] ?? "",
  ) as object;
  const triggers = [{ id: "daily", type: "cron", schedule: "0 6 * * *", timezone: "Europe/Berlin" }];
  const text = JSON.stringify({ ...changed, triggers });
  const enabled = environment("production", "main", { triggers: { default: "enabled" } });
  const next = { "pipelines/hello.pipeline.json": text, ...greeter("later", "1.0.0"), ...enabled };
  await bench.repository.commit({ branch: "main", files: next });
  const planner = createPlanner(bench.deps);
  const { plan, impact } = await planner.preview("production", null, new AbortController().signal);
  expect(plan.changes.map(({ kind, slug }) => `${kind} ${slug}`)).toEqual([
    "configure production",
    "update hello",
    "create later",
  ]);
  expect(impact).toMatchObject({ pipelines: { changed: 2, shown: 2 }, running: [], tokens: [], inputs: [] });
  expect(impact.firings).toEqual([
    {
      slug: "hello",
      trigger: "daily",
      type: "cron",
      timezone: "Europe/Berlin",
      at: [{ instant: "2026-02-02T05:00:00.000Z", local: "2026-02-02 06:00 +01:00" }],
      count: 1,
    },
  ]);
});
