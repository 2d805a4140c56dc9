import { describe, expect, it } from "vitest";

import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

describe("drift", () => {
  it("ends with 3 and names each difference, and with 0 when there is none", async () => {
    const drift = {
      kind: "edited",
      slug: "score",
      sentence: "Its text was changed.",
      since: "2026-02-03T14:03:00.000Z",
      detectedBy: "scan",
      id: "4f1c",
      edit: { at: "2026-02-03T14:02:00.000Z", role: "mallory", operation: "UPDATE" },
      acknowledgement: null,
    };
    const org = await startFakeOrg({
      "GET /environments/staging/drift": [
        { body: { items: [drift], next: null } },
        { body: { items: [], next: null } },
      ],
    });
    const found = await runCaptured(["drift", "-e", "staging"], { env: org.env });
    expect(found.exitCode).toBe(3);
    expect(found.stdout).toContain("Its text was changed.");
    expect(found.stdout).toContain("4f1c");
    expect(found.stdout).toContain("UPDATE by role mallory");
    expect((await runCaptured(["drift", "-e", "staging"], { env: org.env })).exitCode).toBe(0);
  });
});

describe("ways out of drift", () => {
  const path = "/environments/staging/drift/4f1c";
  const drift = { slug: "score", sentence: "Its text was changed.", acknowledgement: null };
  const out = (...words: readonly string[]) => ["drift", ...words, "-e", "staging", "--reason", "Because"];

  it("puts a row right", async () => {
    const org = await startFakeOrg({ [`POST ${path}/revert`]: { body: { drift } } });
    const { stdout, exitCode } = await runCaptured(out("revert", "4f1c"), { env: org.env });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("score is again what was applied")]);
    expect(org.seen.at(-1)?.body).toEqual({ reason: "Because" });
  });

  it("names the pull request, or what to type without a forge", async () => {
    const pull = { kind: "pull-request", number: 7, url: "https://forge.example/7" };
    const typed = { kind: "commands", commands: ["git push origin adopt"] };
    const org = await startFakeOrg({
      [`POST ${path}/adopt`]: [{ body: { adoption: pull } }, { body: { adoption: typed } }],
    });
    const adopt = () => runCaptured(out("adopt", "4f1c"), { env: org.env });
    expect((await adopt()).stdout).toContain("https://forge.example/7");
    expect((await adopt()).stdout).toContain("git push origin adopt");
  });

  it("acknowledges until so long from now", async () => {
    const org = await startFakeOrg({ [`POST ${path}/acknowledge`]: { body: { drift } } });
    await runCaptured(out("acknowledge", "4f1c", "--until", "2999-01-01T00:00:00Z"), { env: org.env });
    expect(org.seen.at(-1)?.body).toEqual({ reason: "Because", until: "2999-01-01T00:00:00Z" });
    const before = Date.now();
    await runCaptured(out("acknowledge", "4f1c", "--until", "1d"), { env: org.env });
    const body = (org.seen.at(-1)?.body ?? {}) as { readonly until?: string };
    expect(Date.parse(body.until ?? "") - before).toBeGreaterThanOrEqual(86_400_000);
  });
});
