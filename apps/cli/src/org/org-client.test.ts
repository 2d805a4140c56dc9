import { describe, expect, it } from "vitest";

import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

describe("speaking to an org", () => {
  it("says that nothing listens and how to start it", async () => {
    const env = { LOCKSTEP_TOKEN: "lsk_hidden", LOCKSTEP_PUBLIC_URL: "http://127.0.0.1:9" };
    const { exitCode, stderr } = await runCaptured(["status"], { env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("lockstep up");
    expect(stderr).not.toContain("lsk_hidden");
  });

  it("passes on the server's sentence, code and errors as JSON", async () => {
    const errors = [{ path: "/limit", message: "must be smaller" }];
    const org = await startFakeOrg({
      "GET /environments": { status: 400, body: { detail: "No.", code: "invalid-input", errors } },
    });
    const { exitCode, json } = await runCaptured(["status", "--json"], { env: org.env });
    expect(exitCode).toBe(1);
    expect(json()).toEqual({ error: { code: "invalid-input", message: "No.", errors } });
  });

  it("never follows a redirect with its token", async () => {
    const elsewhere = await startFakeOrg({});
    const org = await startFakeOrg({
      "GET /environments": { status: 302, headers: { Location: `${elsewhere.url}/api/v1/environments` } },
    });
    const { exitCode, stderr } = await runCaptured(["status"], { env: org.env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(elsewhere.url);
    expect(elsewhere.seen).toEqual([]);
  });

  it("takes a page that is no JSON for another server", async () => {
    const page = () => Promise.resolve(new Response("<html>hello</html>"));
    const env = { LOCKSTEP_TOKEN: "lsk_x" };
    const { exitCode, stderr } = await runCaptured(["status"], { env, fetch: page });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("does not answer like Lockstep");
  });

  it("encodes what it puts into paths", async () => {
    const org = await startFakeOrg({});
    expect((await runCaptured(["cancel", "../tokens"], { env: org.env })).exitCode).toBe(1);
    expect(org.seen[0]?.path).toBe("/runs/..%2Ftokens/cancel");
    expect((await runCaptured(["cancel", ".."], { env: org.env })).exitCode).toBe(2);
  });

  it("walks pages until it has as many as asked for", async () => {
    const deploy = (id: string) => ({
      id,
      environment: "staging",
      state: "applied",
      createdAt: "2026-02-03T14:03:00.000Z",
    });
    const org = await startFakeOrg({
      "GET /deploys": [
        { body: { items: [deploy("d-3")], next: "c1" } },
        { body: { items: [deploy("d-2")], next: "c2" } },
      ],
    });
    const { json } = await runCaptured(["history", "-n", "2", "--json"], { env: org.env });
    expect(json()).toMatchObject({ deploys: [{ id: "d-3" }, { id: "d-2" }], hasMore: true });
    expect(org.seen[1]?.path).toContain("cursor=c1");
  });
});
