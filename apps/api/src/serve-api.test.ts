import { once } from "node:events";
import { connect } from "node:net";

import type { Signals } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { serveApi, type ServedApi } from "./serve-api.ts";
import { claimRun, endRun } from "./testing/end-run.ts";
import { bodyOf, openTestApi, type TestApi } from "./testing/open-test-api.ts";
import { readEventStream } from "./testing/read-event-stream.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "./testing/seed-applied.ts";
import { journal, lineOf } from "./testing/seed-run.ts";

let org: TestApi;
let served: ServedApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  const pipelines = [compiledPipeline("greet")];
  await seedDeploy(org.store, { id: "deploy-1", environment: "staging", pipelines, state: "applied" });
  served = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 5_000 });
});
afterEach(async () => {
  await served.stop();
  await org.close();
});

const run = "/api/v1/environments/staging/pipelines/greet/run";

type Init = Omit<RequestInit, "headers">;

function send(path: string, init: Init = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${served.port}${path}`, {
    ...init,
    headers: {
      Authorization: `Bearer ${org.secrets.admin}`,
      "Content-Type": "application/json",
    },
  });
}

function start(query: string, init: Init = {}): Promise<Response> {
  return send(`${run}${query}`, { method: "POST", body: "{}", ...init });
}

/** Resolves when the next request that waits for a run has stopped waiting. */
function endOfNextWait(signals: Signals): Promise<void> {
  const { listen } = signals;
  return new Promise((resolve) => {
    signals.listen = (channel, listener) => {
      const stop = listen(channel, listener);
      return () => {
        stop();
        if (channel === "run") resolve();
      };
    };
  });
}

describe("over a socket", () => {
  test("a run is started, waited for and shown", async () => {
    const answer = start("?wait=30s");
    await endRun(org.store, await claimRun(org.store), { to: "completed", output: "done" });
    const response = await answer;
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ run: { status: "completed", output: "done" } });
  });

  test("a client that goes away cancels nothing, and nobody waits for it any more", async () => {
    const gone = new AbortController();
    const released = endOfNextWait(org.store.signals);
    const answer = start("?wait=30s", { signal: gone.signal });
    const claimed = await claimRun(org.store);
    gone.abort();
    await expect(answer).rejects.toThrow("abort");
    await released;
    await endRun(org.store, claimed, { to: "completed", output: "done" });
    expect(await (await send(`/api/v1/runs/${claimed.run.id}`)).json()).toMatchObject({
      run: { status: "completed", cancelRequested: false },
    });
  });

  test("a body that says nothing of its length is limited all the same", async () => {
    const chunk = new TextEncoder().encode("x".repeat(65_536));
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 40) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init = { body, duplex: "half" } as Init;
    const status = await start("", init).then(
      (response) => response.status,
      () => "connection closed",
    );
    expect([413, "connection closed"]).toContain(status);
    expect((await start("")).status).toBe(202);
  });

  test("a body in chunks is read like any other", async () => {
    const body = new Blob(['{"input":', '"a"}']).stream();
    const response = await start("", { body, duplex: "half" } as Init);
    expect(await response.json()).toMatchObject({ run: { input: "a" } });
  });

  test("text that is not UTF-8 is refused instead of mended", async () => {
    const response = await start("", { body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]) });
    expect(await response.json()).toMatchObject({ status: 400, code: "JSON_ENCODING" });
  });

  test("a forged host name is refused", async () => {
    const socket = connect(served.port, "127.0.0.1");
    socket.write("GET /api/v1/runs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 403 /);
    socket.destroy();
  });
});

describe("an address that is taken", () => {
  test("is named, and the API that wanted it is closed", async () => {
    let isClosed = false;
    const late = { ...org.api, close: async () => void (isClosed = true) };
    const listening = serveApi(late, { host: "127.0.0.1", port: served.port, graceMs: 50 });
    await expect(listening).rejects.toThrow(`port ${served.port} of 127.0.0.1 is taken`);
    expect(isClosed).toBe(true);
  });
});

describe("a stop", () => {
  test("ends event streams, answers waiting requests and accepts nothing new", async () => {
    const stream = readEventStream(await send("/api/v1/events"));
    const waiting = start("?wait=60s");
    await claimRun(org.store);
    await served.stop();
    expect(await stream.next()).toBeNull();
    expect((await waiting).status).toBe(202);
    await expect(send("/healthz")).rejects.toThrow("fetch failed");
  });

  test("is over after the grace even when a client never finishes its request", async () => {
    const hurried = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 50 });
    const socket = connect(hurried.port, "127.0.0.1");
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.write("POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{");
    await hurried.stop();
    expect(await bodyOf<{ status: string }>(send("/healthz"))).toEqual({ status: "alive" });
  });
});

describe("a client that does not read its stream", () => {
  test("is read nothing ahead for, and gets everything when it reads on", async () => {
    await start("");
    const claimed = await claimRun(org.store);
    const { id } = claimed.run;
    const lines = 3_000;
    const logs = Array.from({ length: lines }, () => lineOf(id, { message: "l".repeat(8_000) }));
    await journal(org.store, claimed, { logs });
    await endRun(org.store, claimed, { to: "completed", output: null });
    const reads: string[] = [];
    const { listLogs } = org.store.runs;
    org.store.runs.listLogs = (...request) => {
      reads.push(request[0]);
      return listLogs(...request);
    };
    const socket = connect(served.port, "127.0.0.1");
    socket.pause();
    socket.write(
      `GET /api/v1/runs/${id}/events?logs=all HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${org.secrets.viewer}\r\nConnection: close\r\n\r\n`,
    );
    for (let count = 0; count < 50 || reads.length === 0; count += 1) await send(`/api/v1/runs/${id}`);
    // 24 MB in batches of 50 lines: the kernel takes a few of the 60, the process nothing.
    expect(reads.length).toBeLessThan(40);
    let told = 0;
    for await (const chunk of socket) told += String(chunk).split("event: log\n").length - 1;
    expect(told).toBeGreaterThan(lines * 0.99);
    expect(reads.length).toBeGreaterThanOrEqual(lines / 50);
  });
});
