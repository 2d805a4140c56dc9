import { compilePipeline, readCompiledPipeline, resolveEnvironment } from "@lockstep/manifest";
import type { Json } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import type { ChangedPipeline } from "./changed-pipelines.ts";
import { listFirings } from "./list-firings.ts";

function environmentWith(more: object = {}) {
  return resolveEnvironment({
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug: "staging",
    tier: "staging",
    source: { branch: "develop" },
    triggers: { default: "enabled" },
    ...more,
  });
}

function changedWith(triggers: Json): ChangedPipeline {
  const steps = [{ id: "greet", type: "set", with: { values: { text: "Hello" } } }];
  const head = { apiVersion: "lockstep/v1", kind: "Pipeline", slug: "hello", version: "1.0.0" };
  const written = JSON.stringify({ ...head, steps, triggers });
  const { pipeline, problems } = compilePipeline("hello.pipeline.json", Buffer.from(written), () => null);
  if (pipeline === null) throw new Error(JSON.stringify(problems));
  const { version, content, manifest, team, path } = pipeline;
  const to = { version, content, manifest, team, path };
  const change = { kind: "create", slug: "hello", class: null, from: null, to, differences: [] } as const;
  return { change: { ...change, contract: null }, before: null, after: readCompiledPipeline(pipeline) };
}

const daily = [{ id: "daily", type: "cron", schedule: "30 2 * * *", timezone: "Europe/Berlin" }];

describe("what starts changed pipelines in the next 24 hours", () => {
  test.each([
    [
      "before clocks go forward",
      "2026-03-28T12:00:00Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-29 03:00 +02:00",
    ],
    ["before clocks go back", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00.000Z", "2026-10-25 02:30 +02:00"],
    ["after clocks went back", "2026-10-25T12:00:00Z", "2026-10-26T01:30:00.000Z", "2026-10-26 02:30 +01:00"],
  ])("is told in local time %s", async (_, now, instant, local) => {
    const [firing] = await listFirings([changedWith(daily)], environmentWith(), Date.parse(now));
    expect(firing).toEqual({
      slug: "hello",
      trigger: "daily",
      type: "cron",
      timezone: "Europe/Berlin",
      at: [{ instant, local }],
      count: 1,
    });
  });

  test("is counted whole and listed in part, and what no clock starts has no count", async () => {
    const changed = changedWith([
      { id: "often", type: "cron", schedule: "* * * * *" },
      { id: "told", type: "event", event: "order.placed" },
    ]);
    const [often, told] = await listFirings([changed], environmentWith(), Date.parse("2026-01-01T00:00:00Z"));
    expect(often).toMatchObject({ count: 1440, timezone: "UTC" });
    expect(often?.at).toHaveLength(10);
    expect(often?.at[0]).toEqual({ instant: "2026-01-01T00:01:00.000Z", local: "2026-01-01 00:01 +00:00" });
    expect(told).toMatchObject({ trigger: "told", at: [], count: null });
  });

  test("is only what the environment that the plan brings lets fire", async () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    const off = environmentWith({ pipelines: { hello: { triggers: { daily: "disabled" } } } });
    expect(await listFirings([changedWith(daily)], off, now)).toEqual([]);
    expect(await listFirings([changedWith(daily)], environmentWith(), now)).toHaveLength(1);
  });
});
