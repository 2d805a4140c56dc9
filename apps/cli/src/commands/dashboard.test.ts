import { describe, expect, it } from "vitest";

import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const url = "https://lockstep.example/login#lsl_secret";
const link = {
  "POST /session/links": {
    status: 201,
    body: { secret: "lsl_secret", url, expiresAt: "2026-02-03T14:10:00.000Z" },
  },
};

describe("dashboard", () => {
  it("prints the link alone, so that it can be piped on", async () => {
    const org = await startFakeOrg(link);
    const { exitCode, stdout } = await runCaptured(["dashboard"], { env: org.env });
    expect([exitCode, stdout]).toEqual([0, `${url}\n`]);
    expect(org.seen).toMatchObject([{ method: "POST" }]);
  });

  it("opens it on request, and says what to do where no browser can be opened", async () => {
    const org = await startFakeOrg(link);
    const opened: string[] = [];
    const openBrowser = async (address: string) => opened.push(address) > 0;
    const done = await runCaptured(["dashboard", "--open"], { env: org.env, openBrowser });
    expect(opened).toEqual([url]);
    expect(done.stdout).not.toContain("lsl_secret");
    const without = await runCaptured(["dashboard", "--open"], { env: org.env });
    expect(without.stdout).toBe(`${url}\n`);
    expect(without.stderr).toContain("open the link yourself");
  });

  it("is one document for programs", async () => {
    const org = await startFakeOrg(link);
    const { json } = await runCaptured(["dashboard", "--json"], { env: org.env });
    expect(json()).toEqual({ url, expiresAt: "2026-02-03T14:10:00.000Z" });
  });
});
