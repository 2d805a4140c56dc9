import type { WrittenEnvironment, WrittenPipeline } from "@lockstep/manifest";
import type { Json } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { approvalForm, askApproval } from "../testing/ask-approval.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
});
afterEach(() => org.close());

const pipelineOf = (slug: string, triggers: readonly object[], more: Partial<WrittenPipeline> = {}) =>
  compiledPipeline(slug, "1.0.0", { triggers, ...more } as unknown as Partial<WrittenPipeline>);

const listener = (slug: string, more: object = {}) =>
  pipelineOf(slug, [
    { id: "heard", type: "event", event: "order.paid", input: { got: "{{ trigger.event }}" }, ...more },
  ]);

async function seed(
  pipelines: Parameters<typeof seedDeploy>[1]["pipelines"],
  configuration: Partial<WrittenEnvironment> = {},
): Promise<void> {
  await seedEnvironment(org.store, "staging");
  const deploy = { id: "deploy-1", environment: "staging", state: "applied" } as const;
  await seedDeploy(org.store, { ...deploy, pipelines, configuration });
}

interface FiringAnswer {
  readonly slug: string;
  readonly state: string;
  readonly run: string | null;
  readonly reason: { readonly code: string } | null;
}

const raise = (body: Json, as: "runner" | "viewer" = "runner") =>
  org.request("/api/v1/environments/staging/events", { method: "POST", as, body });
const outcomes = (firings: readonly FiringAnswer[]) =>
  firings.map(({ slug, state, reason }) => `${slug} ${reason?.code ?? state}`);

describe("an event", () => {
  test("is refused while the disk is almost full, with when to raise it again", async () => {
    await seed([listener("also")]);
    org.disk.freeBytes = 10;
    const response = await raise({ name: "order.paid", id: "evt-1" });
    expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "30"]);
  });

  test("leaves approvals of what it starts to whoever raised it, too", async () => {
    await seed([listener("also")]);
    const raised = await bodyOf<{ firings: readonly FiringAnswer[] }>(raise({ name: "order.paid" }));
    const waitsFor = {
      kind: "person",
      prompt: "Ship?",
      assignees: ["token:runner"],
      form: approvalForm,
    } as const;
    await askApproval(org.store, { waitsFor });
    const path = `/api/v1/runs/${raised.firings[0]?.run}/steps/ask/complete`;
    const body = { value: { approved: true, note: "Fine." } };
    expect((await org.request(path, { method: "POST", as: "runner", body })).status).toBe(200);
  });

  test("starts what listens for it and answers which, with the reason where it did not", async () => {
    await seed([
      listener("also"),
      listener("big", { filter: "{{ trigger.event.data.total > 100 }}" }),
      listener("broken", { filter: "{{ trigger.event.data.missing }}" }),
      listener("off", { enabled: false }),
      pipelineOf("other", [{ id: "heard", type: "event", event: "order.sent" }]),
      listener("small", { filter: "{{ trigger.event.data.total < 100 }}" }),
    ]);
    const response = await raise({ name: "order.paid", id: "evt-1", data: { total: 7 } });
    expect(response.status).toBe(202);
    const { event, firings } = await bodyOf<{ event: object; firings: readonly FiringAnswer[] }>(response);
    expect(event).toEqual({ id: "evt-1", name: "order.paid" });
    expect(outcomes(firings)).toEqual(["also started", "big FILTERED", "broken EXPRESSION", "small started"]);
    const run = await org.store.runs.load(firings[0]?.run ?? "");
    expect(run).toMatchObject({
      slug: "also",
      trigger: { type: "event", id: "heard" },
      input: { got: { id: "evt-1", name: "order.paid", data: { total: 7 } } },
    });
  });

  test("that comes again, or many times at once, starts nothing more and answers the same", async () => {
    await seed([listener("also")]);
    const event = { name: "order.paid", id: "evt-1", data: { total: 7 } };
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => bodyOf<{ firings: readonly FiringAnswer[] }>(raise(event))),
    );
    expect(new Set(answers.map(({ firings }) => firings[0]?.run)).size).toBe(1);
    expect((await raise({ ...event, data: { total: 8 } })).status).toBe(422);
    expect((await raise({ name: "order.paid" })).status).toBe(202);
  });

  test.each([
    ["a viewer's", { name: "order.paid" }, "viewer", 403],
    ["one without a name", { data: 1 }, "runner", 400],
    ["one with a name that has spaces", { name: "order paid" }, "runner", 400],
    ["one with an unknown field", { name: "order.paid", payload: 1 }, "runner", 400],
    ["one above 256 KiB", { name: "order.paid", data: "x".repeat(262_144) }, "runner", 413],
  ] as const)("%s is refused", async (_, body, role, status) => {
    await seed([listener("also")]);
    expect((await raise(body, role)).status).toBe(status);
  });

  test("of an environment that is not there is 404", async () => {
    expect((await raise({ name: "order.paid" })).status).toBe(404);
  });
});

describe("triggers in force", () => {
  const pipelines = [
    pipelineOf("alpha", [
      { id: "nightly", type: "cron", schedule: "30 2 * * *", timezone: "Europe/Berlin" },
      { id: "hook", type: "webhook", auth: { type: "none" } },
    ]),
    pipelineOf("beta", [
      { id: "after", type: "pipeline", pipeline: "alpha" },
      { id: "off", type: "cron", schedule: "0 * * * *" },
    ]),
  ];

  interface TriggerAnswer {
    readonly slug: string;
    readonly trigger: string;
    readonly enabled: boolean;
    readonly next: readonly string[];
  }

  test("are listed with what starts them and the next five instants of a schedule", async () => {
    await seed(pipelines, { pipelines: { beta: { triggers: { off: "disabled" } } } });
    const { items } = await bodyOf<{ items: readonly TriggerAnswer[] }>(
      org.request("/api/v1/environments/staging/triggers"),
    );
    expect(items).toMatchObject([
      { slug: "alpha", trigger: "hook", enabled: true, hook: "/api/v1/hooks/staging/alpha/hook", next: [] },
      { slug: "alpha", trigger: "nightly", schedule: "30 2 * * *", timezone: "Europe/Berlin" },
      { slug: "beta", trigger: "after", listensTo: "alpha" },
      { slug: "beta", trigger: "off", enabled: false, next: [] },
    ]);
    const next = items[1]?.next ?? [];
    expect(next).toHaveLength(5);
    expect(next.every((instant) => /T0[01]:[03]0:00\.000Z$/.test(instant))).toBe(true);
    expect([...next].sort()).toEqual(next);
  });

  test("are listed for one pipeline, page by page", async () => {
    await seed(pipelines);
    const path = "/api/v1/environments/staging/pipelines/beta/triggers?limit=1";
    const first = await bodyOf<{ items: readonly TriggerAnswer[]; next: string }>(org.request(path));
    const second = await bodyOf<{ items: readonly TriggerAnswer[]; next: null }>(
      org.request(`${path}&cursor=${first.next}`),
    );
    expect([...first.items, ...second.items].map(({ trigger }) => trigger)).toEqual(["after", "off"]);
    expect(second.next).toBeNull();
  });

  test("show what they did, newest first, by pipeline, trigger and state", async () => {
    await seed([listener("also"), listener("none", { filter: "{{ false }}" })]);
    await raise({ name: "order.paid", id: "one" });
    await raise({ name: "order.paid", id: "two" });
    const list = async (query: string) =>
      (
        await bodyOf<{ items: readonly { readonly slug: string; readonly key: string }[] }>(
          org.request(`/api/v1/environments/staging/firings${query}`),
        )
      ).items.map(({ slug, key }) => `${slug} ${key}`);
    expect(await list("?state=started")).toEqual(["also event:two", "also event:one"]);
    expect(await list("?pipeline=none&trigger=heard")).toEqual(["none event:two", "none event:one"]);
    expect(await list("?state=failed&state=missed")).toEqual([]);
  });
});
