import { bootstrapActor } from "@lockstep/model";
import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createApi } from "../create-api.ts";
import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { type EventReader, readEventStream } from "../testing/read-event-stream.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;
let readers: EventReader[];
/** How many events there were before a test began: of the tokens and the environment. */
let begun: number;

beforeEach(async () => {
  org = await openTestApi();
  readers = [];
  await seedEnvironment(org.store, "staging");
  begun = await settle();
});
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.cancel()));
  await org.close();
});

/** Goes past `request`, which reads every response to its end. */
async function follow(path = "/api/v1/events", headers: Record<string, string> = {}): Promise<EventReader> {
  const authorization = { Authorization: `Bearer ${org.secrets.viewer}` };
  const url = `http://localhost${path}`;
  const response = await org.api.fetch(new Request(url, { headers: { ...authorization, ...headers } }));
  expect(response.headers.get("Content-Type")).toBe("text/event-stream");
  const reader = readEventStream(response);
  readers.push(reader);
  return reader;
}

/** Numbers what happened so far; the highest number. */
async function settle(): Promise<number> {
  await org.store.events.publish();
  return org.store.events.lastId();
}

/** The number of an event of the test. */
const numbered = (count: number, from = begun): string => String(from + count);

async function happen(environment: string, deploy: string): Promise<void> {
  await org.store.events.append([{ name: "deploy.applied", environment, body: { deploy } }]);
  await org.store.events.publish();
}

describe("the event stream", () => {
  test("tells what happens from now on, in order and numbered", async () => {
    await happen("staging", "before");
    const reader = await follow();
    await happen("staging", "one");
    await happen("staging", "two");
    const [one, two] = [await reader.next(), await reader.next()];
    expect(one).toMatchObject({ id: numbered(2), name: "deploy.applied", data: { body: { deploy: "one" } } });
    const id = numbered(3);
    expect(two).toMatchObject({ id, data: { id, environment: "staging", name: "deploy.applied" } });
  });

  test("goes on after the last event the client saw, without a gap", async () => {
    for (let number = 1; number <= 1_200; number += 1) {
      await org.store.events.append([{ name: "deploy.applied", environment: "staging", body: {} }]);
    }
    await org.store.events.publish();
    const reader = await follow("/api/v1/events", { "Last-Event-ID": numbered(7) });
    for (let id = 8; id <= 1_200; id += 1) expect((await reader.next())?.id).toBe(numbered(id));
    await happen("staging", "live");
    expect(await reader.next()).toMatchObject({ id: numbered(1_201), data: { body: { deploy: "live" } } });
  });

  test("leaves out what the client did not ask for and what its token does not reach", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["staging", "elsewhere"]);
    const from = await settle();
    const named = await follow("/api/v1/events?environment=production");
    const scoped = await follow("/api/v1/events", { Authorization: `Bearer ${secret}` });
    await happen("staging", "a");
    await happen("production", "b");
    await happen("staging", "c");
    expect(await named.next()).toMatchObject({ id: numbered(2, from) });
    expect([await scoped.next(), await scoped.next()]).toMatchObject([
      { id: numbered(1, from) },
      { id: numbered(3, from) },
    ]);
  });

  test("ends at once when its token is revoked through the API", async () => {
    const { id, secret } = await org.makeToken("one", "viewer", null);
    const reader = await follow("/api/v1/events", { Authorization: `Bearer ${secret}` });
    const ended = reader.next();
    await org.request(`/api/v1/tokens/${id}`, { method: "DELETE", as: "admin" });
    expect(await ended).toBeNull();
  });

  test("ends within a heartbeat when another process revokes the token", async () => {
    const { id, secret } = await org.makeToken("one", "viewer", null);
    const reader = await follow("/api/v1/events", { Authorization: `Bearer ${secret}` });
    await org.store.tokens.revoke(id, bootstrapActor);
    expect(await reader.next()).toBeNull();
  });

  test("ends when the API stops", async () => {
    const reader = await follow();
    const ended = reader.next();
    await org.api.close();
    expect(await ended).toBeNull();
  });

  test("survives a database that does not answer for a while", async () => {
    const reader = await follow();
    const { list } = org.store.events;
    org.store.events.list = async () => {
      org.store.events.list = list;
      throw new Error("gone");
    };
    await happen("staging", "one");
    expect(await reader.next()).toMatchObject({ data: { body: { deploy: "one" } } });
  });

  test("carries answers while they come in, without ids, to those whose token reaches them", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["production"]);
    const from = await settle();
    const reader = await follow();
    const scoped = await follow("/api/v1/events", { Authorization: `Bearer ${secret}` });
    const origin = { run: "run-1", step: "ask", item: -1, attempt: 1, answer: 1 };
    org.store.streams.publish({ ...origin, environment: "staging", offset: 0, text: "Hello" });
    org.store.streams.publish({ ...origin, environment: "production", offset: 0, text: "Hidden" });
    await happen("staging", "after");
    expect(await reader.next()).toMatchObject({
      id: null,
      name: "step.stream",
      data: { name: "step.stream", environment: "staging", body: { ...origin, offset: 0, text: "Hello" } },
    });
    expect(await scoped.next()).toMatchObject({ id: null, data: { body: { text: "Hidden" } } });
    expect(await reader.next()).toMatchObject({ id: null, data: { body: { text: "Hidden" } } });
    expect(await reader.next()).toMatchObject({ id: numbered(1, from), name: "deploy.applied" });
  });

  test("tells those who reach the whole org of tokens, and of environments that are something else", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["staging"]);
    await settle();
    const [whole, scoped] = [
      await follow(),
      await follow("/api/v1/events", { Authorization: `Bearer ${secret}` }),
    ];
    await org.makeToken("two", "viewer", null);
    await seedEnvironment(org.store, "staging");
    await seedEnvironment(org.store, "staging", { state: "held", because: "Held by ada." });
    await settle();
    expect(await whole.next()).toMatchObject({ name: "token.created", data: { body: { name: "two" } } });
    const changed = {
      name: "environment.changed",
      data: { environment: "staging", body: { from: "in-sync", state: "held", because: "Held by ada." } },
    };
    expect(await whole.next()).toMatchObject(changed);
    expect(await scoped.next()).toMatchObject(changed);
  });

  test("refuses a last event that is no number", async () => {
    const response = await org.request("/api/v1/events", { headers: { "Last-Event-ID": "latest" } });
    expect(response.status).toBe(400);
  });

  test("shows its headers without a stream to HEAD", async () => {
    const response = await org.request("/api/v1/events", { method: "HEAD" });
    expect(response.headers.get("Content-Type")).toBe("text/event-stream");
    expect(await response.text()).toBe("");
  });
});

describe("the event stream over a restart of the API", () => {
  test("goes on where it stopped, whatever happened meanwhile", async () => {
    const first = await follow();
    await happen("staging", "one");
    const seen = await first.next();
    const ended = first.next();
    await org.api.close();
    expect(await ended).toBeNull();
    for (const deploy of ["two", "three"]) await happen("staging", deploy);
    const second = createApi({ ...org.deps, metrics: new Registry() });
    const response = await second.fetch(
      new Request("http://localhost/api/v1/events", {
        headers: { Authorization: `Bearer ${org.secrets.viewer}`, "Last-Event-ID": seen?.id ?? "" },
      }),
    );
    const reader = readEventStream(response);
    readers.push(reader);
    await happen("staging", "four");
    const deploys = [];
    for (let count = 0; count < 3; count += 1) deploys.push((await reader.next())?.data);
    expect(deploys).toMatchObject(["two", "three", "four"].map((deploy) => ({ body: { deploy } })));
    await second.close();
  });
});
