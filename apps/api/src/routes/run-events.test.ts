import type { ClaimedRun, StepEventName } from "@lockstep/model";
import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createApi } from "../create-api.ts";
import { endRun } from "../testing/end-run.ts";
import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { type EventReader, readEventStream } from "../testing/read-event-stream.ts";
import { claimGreet, journal, lineOf, seedGreet, startGreet } from "../testing/seed-run.ts";

let org: TestApi;
let readers: EventReader[];

beforeEach(async () => {
  org = await openTestApi();
  readers = [];
  await seedGreet(org.store, "staging");
});
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.cancel()));
  await org.close();
});

async function open(run: string, query = "", lastSeen?: string, api = org.api): Promise<Response> {
  return api.fetch(
    new Request(`http://localhost/api/v1/runs/${run}/events${query}`, {
      headers: {
        Authorization: `Bearer ${org.secrets.viewer}`,
        ...(lastSeen === undefined ? {} : { "Last-Event-ID": lastSeen }),
      },
    }),
  );
}

async function follow(...request: Parameters<typeof open>): Promise<EventReader> {
  const reader = readEventStream(await open(...request));
  readers.push(reader);
  return reader;
}

interface Seen {
  readonly id: string;
  readonly name: string;
}

async function take(reader: EventReader, count: number): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  while (seen.length < count) {
    const event = await reader.next();
    if (event === null) return seen;
    if (event.id === null) throw new Error("an event of a run has an id");
    seen.push({ ...event, id: event.id });
  }
  return seen;
}

async function happen(claimed: ClaimedRun, ...names: readonly StepEventName[]): Promise<void> {
  const logs = names.map((name) => lineOf(claimed.run.id, { event: { name, item: -1, attempt: 1 } }));
  await journal(org.store, claimed, { logs });
}

const completed = { to: "completed", output: null } as const;

describe("the events of a run", () => {
  test("go from its acceptance to its end, each with the run's provenance", async () => {
    const id = await startGreet(org, "staging");
    const reader = await follow(id);
    expect(await take(reader, 1)).toMatchObject([{ name: "run.queued", id: "0.0" }]);
    const [claimed] = await org.store.runs.claim({ holder: "a", queues: null, limit: 1, leaseMs: 60_000 });
    if (claimed === undefined) throw new Error("nothing to claim");
    await happen(claimed, "step.started", "step.completed");
    await endRun(org.store, claimed, completed);
    const rest = await take(reader, 10);
    expect(rest.map(({ name }) => name)).toEqual([
      "run.started",
      "step.started",
      "step.completed",
      "run.completed",
    ]);
    const { run } = claimed;
    expect(rest.at(-1)).toMatchObject({
      data: {
        environment: "staging",
        body: {
          run: run.id,
          slug: "greet",
          version: "1.0.0",
          content: run.content,
          manifest: run.manifest,
          revision: run.revision,
          deploy: run.deploy,
          trigger: run.trigger,
          actor: run.actor,
        },
      },
    });
  });

  test("are told again in the same way, and go on anywhere without a gap or a repetition", async () => {
    const claimed = await claimGreet(org);
    for (let index = 0; index < 120; index += 1) await happen(claimed, "step.started", "step.completed");
    await endRun(org.store, claimed, completed);
    const all = await take(await follow(claimed.run.id), 1_000);
    expect(all).toHaveLength(2 + 240 + 1);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const index of [0, 1, 2, 57, 120, 241]) {
      const rest = await take(await follow(claimed.run.id, "", all[index]?.id), 1_000);
      expect(rest).toEqual(all.slice(index + 1));
    }
  });

  test("survive the API: another process goes on where the first one stopped", async () => {
    const claimed = await claimGreet(org);
    await happen(claimed, "step.started");
    const first = await take(await follow(claimed.run.id), 3);
    const ended = readers[0]?.next();
    await org.api.close();
    expect(await ended).toBeNull();
    await happen(claimed, "step.completed");
    await endRun(org.store, claimed, completed);
    const second = createApi({ ...org.deps, metrics: new Registry() });
    const rest = await take(await follow(claimed.run.id, "", first.at(-1)?.id, second), 10);
    expect(rest.map(({ name }) => name)).toEqual(["step.completed", "run.completed"]);
    await second.close();
  });

  test("end with 204 for who has seen the end", async () => {
    const claimed = await claimGreet(org);
    await endRun(org.store, claimed, {
      to: "failed",
      error: { type: "http", message: "gone", step: "greet" },
    });
    const all = await take(await follow(claimed.run.id), 10);
    expect(all.at(-1)).toMatchObject({ name: "run.failed", data: { body: { error: { message: "gone" } } } });
    expect((await open(claimed.run.id, "", all.at(-1)?.id)).status).toBe(204);
  });

  test("hold log lines and one step only when asked to", async () => {
    const claimed = await claimGreet(org);
    const id = claimed.run.id;
    const event = { name: "step.completed", item: -1, attempt: 1 } as const;
    await journal(org.store, claimed, {
      logs: [
        lineOf(id, { message: "said" }),
        lineOf(id, { message: "detail", level: "debug" }),
        lineOf(id, { step: "other", event }),
        lineOf(id, { event }),
      ],
    });
    await endRun(org.store, claimed, completed);
    const names = async (query: string) => (await take(await follow(id, query), 10)).map(({ name }) => name);
    const frame = (...inner: readonly string[]) => ["run.queued", "run.started", ...inner, "run.completed"];
    expect(await names("")).toEqual(frame("step.completed", "step.completed"));
    expect(await names("?step=greet")).toEqual(frame("step.completed"));
    expect(await names("?logs=all&step=greet")).toEqual(frame("log", "log", "step.completed"));
    expect(await names("?logs=all&level=debug")).toEqual(frame("log"));
  });

  test("hold pieces of answers, and of one step only when asked to", async () => {
    const { run } = await claimGreet(org);
    const [all, one] = await Promise.all([follow(run.id), follow(run.id, "?step=greet")]);
    await Promise.all([take(all, 2), take(one, 2)]);
    const piece = { environment: "staging", run: run.id, item: -1, attempt: 1, answer: 1, offset: 0 };
    org.store.streams.publish({ ...piece, step: "other", text: "no" });
    org.store.streams.publish({ ...piece, step: "greet", text: "yes" });
    const told = (step: string) => ({ id: null, name: "step.stream", data: { body: { step } } });
    expect([await all.next(), await all.next()]).toMatchObject([told("other"), told("greet")]);
    expect(await one.next()).toMatchObject(told("greet"));
  });

  test("tell once that a run waits", async () => {
    const claimed = await claimGreet(org);
    const { run, fencingToken } = claimed;
    const wakeAt = "2999-01-01T00:00:00.000Z";
    const state = { to: "waiting", wakeAt } as const;
    await org.store.runs.write([
      { run: run.id, fencingToken, attempts: [], logs: [], state, events: [], children: [], abandoned: [] },
    ]);
    const seen = await take(await follow(run.id), 3);
    expect(seen.at(-1)).toMatchObject({ name: "run.waiting", data: { body: { wakeAt } } });
    const again = await follow(run.id, "", seen.at(-1)?.id);
    await org.store.runs.requestCancel(run.id);
    expect((await take(again, 2)).map(({ name }) => name)).toEqual(["run.cancelled"]);
  });

  test("cost one question at a time, however many follow", async () => {
    await org.close();
    org = await openTestApi({ heartbeatMs: 60_000 });
    await seedGreet(org.store, "staging");
    const claimed = await claimGreet(org);
    let questions = 0;
    const { loadHeads } = org.store.runs;
    const followers = await Promise.all(Array.from({ length: 1_000 }, () => follow(claimed.run.id)));
    await Promise.all(followers.map((reader) => take(reader, 2)));
    const waiting = followers.map((reader) => take(reader, 1));
    org.store.runs.loadHeads = (ids) => {
      questions += 1;
      expect(ids).toEqual([claimed.run.id]);
      return loadHeads(ids);
    };
    await happen(claimed, "step.completed");
    expect((await Promise.all(waiting)).flat()).toHaveLength(1_000);
    // Each follower looks before it waits and after it was woken; in between the watch asks for all of them.
    expect(questions).toBeLessThanOrEqual(2_000 + 40);
  });

  test("end when the token is revoked, and are refused for an id from elsewhere", async () => {
    const claimed = await claimGreet(org);
    const { id, secret } = await org.makeToken("one", "viewer", null);
    const response = await org.api.fetch(
      new Request(`http://localhost/api/v1/runs/${claimed.run.id}/events`, {
        headers: { Authorization: `Bearer ${secret}` },
      }),
    );
    const reader = readEventStream(response);
    readers.push(reader);
    await take(reader, 2);
    const ended = reader.next();
    await org.request(`/api/v1/tokens/${id}`, { method: "DELETE", as: "admin" });
    expect(await ended).toBeNull();
    expect((await open(claimed.run.id, "", "17")).status).toBe(400);
    expect((await open("nothing")).status).toBe(404);
  });
});
