import type { Promotion, PromotionItem } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const revision = "b".repeat(40);
const promotion: Promotion = {
  from: { environment: "staging", branch: "develop", revision },
  to: { environment: "production", branch: "main", revision },
  state: "ahead",
  because: "1 pipeline differs from staging.",
  next: "lockstep promote staging production",
  counts: { ahead: 1, tuning: 0, missing: 0, behind: 1, same: 9 },
  deploy: null,
};

const pointer = (version: string) => {
  const checksum = `sha256:${"1".repeat(64)}` as const;
  return { version, content: checksum, manifest: checksum, team: null, path: "a.pipeline.json" };
};

function item(slug: string, more: Partial<PromotionItem> = {}): PromotionItem {
  return {
    slug,
    kind: "ahead",
    from: pointer("1.1.0"),
    to: pointer("1.0.0"),
    class: "content",
    differences: [
      { class: "content", path: "/a", operation: "changed", sentence: "step a: \u001b[2J other" },
    ],
    evidence: { since: "2026-02-01T00:00:00.000Z", runs: 200, failed: 1, isQuarantined: false },
    origin: { deploy: "d-9", revision, pullRequest: null },
    ...more,
  };
}

const items = [item("hello"), item("fix", { kind: "behind", to: pointer("1.2.0") })];
const clock = { now: () => Date.parse("2026-02-02T12:00:00.000Z") };
const shown = {
  "GET /promotions": { body: { items: [promotion], next: null } },
  "GET /promotions/staging/production": { body: { promotion, items, next: null } },
};
const pullRequest = {
  number: 7,
  url: "https://forge.example/acme/flows/pull/7",
  title: "Promote",
  head: "develop",
  base: "main",
};
const opened = { pullRequest, commands: [], pipelines: ["hello"], notes: ["of the branch"] };

describe("promote", () => {
  it("without environments lists the pairs", async () => {
    const org = await startFakeOrg(shown);
    const { exitCode, stdout } = await runCaptured(["promote"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/staging\s+production\s+ahead\s+1\s+1\s+1 pipeline differs/);
  });

  it("shows evidence and differences, and under --dry-run opens nothing", async () => {
    const org = await startFakeOrg(shown);
    const run = await runCaptured(["promote", "staging", "production", "--dry-run"], { env: org.env, clock });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/hello\s+ahead\s+1\.0\.0 → 1\.1\.0\s+36 h\s+200\s+1 \(0\.5 %\)\s+d-9/);
    expect(run.stdout).toMatch(/fix\s+behind/);
    expect(run.stdout).not.toContain("\u001b[2J");
    expect(org.seen.map(({ method }) => method)).toEqual(["GET", "GET"]);
  });

  it("opens for named pipelines with a reason and prints the address", async () => {
    const org = await startFakeOrg({ ...shown, "POST /promotions/staging/production": { body: { opened } } });
    const run = await runCaptured(
      ["promote", "staging", "production", "--only", "hello", "--reason", "it soaked", "--yes"],
      { env: org.env, clock },
    );
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain(`pull request #7 ${pullRequest.url}`);
    expect(run.stdout).not.toMatch(/^fix/m);
    expect(org.seen.at(-1)).toMatchObject({ method: "POST", body: { only: ["hello"], reason: "it soaked" } });
  });

  it("does not open what nobody said yes to", async () => {
    const org = await startFakeOrg(shown);
    const unasked = await runCaptured(["promote", "staging", "production"], { env: org.env, clock });
    expect([unasked.exitCode, unasked.stderr]).toEqual([2, expect.stringContaining("--yes")]);
    const no = await runCaptured(["promote", "staging", "production"], {
      env: org.env,
      clock,
      isTTY: true,
      stdin: "n\n",
    });
    expect([no.exitCode, no.stderr]).toEqual([1, expect.stringContaining("Nothing was opened.")]);
    expect(org.seen.every(({ method }) => method === "GET")).toBe(true);
    const half = await runCaptured(["promote", "staging"], { env: org.env });
    expect(half.exitCode).toBe(2);
  });

  it("says plainly that there is nothing, and asks for nothing", async () => {
    const inStep = {
      ...promotion,
      state: "in-step",
      because: "production has everything.",
      next: "Nothing.",
    };
    const body = { promotion: inStep, items: [], next: null };
    const org = await startFakeOrg({ "GET /promotions/staging/production": { body } });
    const run = await runCaptured(["promote", "staging", "production"], { env: org.env });
    expect([run.exitCode, run.stdout]).toEqual([0, expect.stringContaining("production has everything.")]);
  });

  it("prints commands on their own lines where there is no forge", async () => {
    const commands = ["git fetch origin", "git commit -m 'Promote\n\nAs applied'"];
    const answer = { opened: { ...opened, pullRequest: null, commands } };
    const org = await startFakeOrg({ ...shown, "POST /promotions/staging/production": { body: answer } });
    const run = await runCaptured(["promote", "staging", "production", "-y"], { env: org.env, clock });
    expect(run.stdout).toContain("git fetch origin\ngit commit -m 'Promote\n\nAs applied'\n");
    const json = await runCaptured(["promote", "staging", "production", "-y", "--json"], { env: org.env });
    expect(json.json()).toMatchObject({ opened: { commands } });
  });
});
