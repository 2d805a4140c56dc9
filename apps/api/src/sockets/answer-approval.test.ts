import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { serveApi, type ServedApi } from "../serve-api.ts";
import { askApproval } from "../testing/ask-approval.ts";
import { claimRun } from "../testing/end-run.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedGreet } from "../testing/seed-run.ts";
import { connect, type TestSocket } from "../testing/test-socket.ts";

let org: TestApi;
let served: ServedApi;
let socket: TestSocket;
let run: string;

beforeEach(async () => {
  org = await openTestApi();
  await seedGreet(org.store, "staging");
  const path = "/api/v1/environments/staging/pipelines/greet/run";
  const started = await bodyOf<{ run: { id: string } }>(org.request(path, { method: "POST", as: "runner" }));
  run = started.run.id;
  await askApproval(org.store, {});
  served = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
  socket = await connect(served.port);
});
afterEach(async () => {
  socket.terminate();
  await served.stop();
  await org.close();
});

async function answerAs(secret: string, value: object) {
  socket.say({ type: "hello", token: secret });
  expect(await socket.next()).toMatchObject({ type: "ready" });
  socket.say({ type: "approval.answer", run, step: "ask", value });
  return socket.next();
}

describe("answering an approval over a WebSocket", () => {
  test("keeps the answer and makes the run due", async () => {
    const answered = await answerAs(org.secrets.approver, { approved: true, note: "Fine." });
    expect(answered).toEqual({ type: "approval.answered", run, step: "ask" });
    const { attempts } = await claimRun(org.store);
    expect(attempts[0]?.reply?.result).toEqual({ output: { approved: true, note: "Fine.", tier: "low" } });
  });

  test("lists every error of a value that does not fit", async () => {
    const refused = await answerAs(org.secrets.approver, { approved: "yes" });
    expect(refused).toMatchObject({ type: "error", errors: [{ path: "/note" }, { path: "/approved" }] });
  });

  test("is refused to who may not answer it", async () => {
    const refused = await answerAs(org.secrets.viewer, { approved: true, note: "Fine." });
    expect(refused).toMatchObject({ type: "error", code: "NOT_ASSIGNED" });
  });
});
