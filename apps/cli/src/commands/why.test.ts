import type { CommitPlace } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const revision = "3f1c2ab4d5e6f708192a3b4c5d6e7f8091a2b3c4";
const ada = { name: "Ada", email: "ada@example.com", at: "2026-02-03T14:03:00.000Z" };
const commit = { revision, parents: [], message: "Raise the limit\n\nTwice.", author: ada, committer: ada };

function place(environment: string, more: Partial<CommitPlace>): CommitPlace {
  return {
    environment,
    state: "deployed",
    because: "It was deployed by d-4.",
    next: "Nothing.",
    deploy: "d-4",
    revision,
    at: null,
    reason: null,
    gates: [],
    opensAt: null,
    predictedAt: null,
    ...more,
  };
}

const opensAt = "2999-02-03T22:00:00.000Z";
const windows = {
  gate: "windows",
  verdict: "waiting",
  because: "the window is closed",
  next: "Wait.",
  opensAt,
  problems: [],
} as const;
const approvals = { ...windows, gate: "approvals", because: "1 of 2", next: "Approve it.", opensAt: null };

describe("why", () => {
  it("answers for each environment in sentences, every closed gate with its instant", async () => {
    const environments = [
      place("qa", { state: "not-on-branch", because: "qa follows 'qa'.", next: "Merge it into 'qa'." }),
      place("production", { state: "blocked", gates: [windows, approvals], opensAt, predictedAt: opensAt }),
      place("staging", {}),
    ];
    const org = await startFakeOrg({ "GET /commits/3f1c2ab": { body: { commit, environments } } });
    const { exitCode, stdout } = await runCaptured(["why", "3F1C2AB"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("3f1c2ab4d5 Raise the limit (Ada)");
    expect(stdout).toContain("is not for qa: qa follows 'qa'.");
    expect(stdout).toContain("next: Merge it into 'qa'.");
    expect(stdout).toMatch(/waits in production: windows: the window is closed opens 2999-\S+ \(in .+\)/);
    expect(stdout).toContain("waits in production: approvals: 1 of 2");
    expect(stdout).toMatch(/it deploys at 2999-\S+ \(in .+\)/);
    expect(stdout).toContain("is deployed in staging: It was deployed by d-4.");
    const one = await runCaptured(["why", revision.slice(0, 7), "-e", "staging", "--json"], { env: org.env });
    expect(one.json()).toMatchObject({ environments: [{ environment: "staging" }] });
  });

  it("takes nothing but a commit, and says when nobody knows it", async () => {
    const org = await startFakeOrg({});
    expect((await runCaptured(["why", "main"], { env: org.env })).exitCode).toBe(2);
    expect(org.seen).toEqual([]);
    const unknown = await runCaptured(["why", "abcdef0"], { env: org.env });
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toContain("There is nothing here.");
  });
});
