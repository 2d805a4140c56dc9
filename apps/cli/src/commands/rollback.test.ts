import { describe, expect, it } from "vitest";

import { cannedDeploy, cannedEnvironment, cannedPlan } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const at = "2026-02-03T14:03:00.000Z";
const hold = {
  id: "h-1",
  environment: "staging",
  kind: "rollback",
  reason: "Wrong totals.",
  actor: { kind: "token", id: "token:ada" },
  deploy: "d-9",
  at,
  liftedAt: null,
  liftedBy: null,
  liftReason: "",
};
const preview = {
  environment: "staging",
  from: "d-5",
  to: { deploy: "d-4", sequence: 3, revision: "a".repeat(40), at },
  revision: "a".repeat(40),
  changes: cannedPlan().changes,
  differing: ["score", "other"],
  quarantine: [{ slug: "score", version: "1.0.0", content: "sha256:1" }],
  stays: ["Secrets keep the values that they have now."],
};
const { deploy } = cannedDeploy();
const routes = {
  "GET /environments/staging/rollback": { body: { preview } },
  "POST /environments/staging/rollback": {
    body: { deploy: { ...deploy, id: "d-9", intent: "rollback" }, sequence: 6, hold },
  },
};
const command = ["rollback", "d-4", "-e", "staging", "-r", "Wrong totals."];

describe("rollback", () => {
  it("shows what would change, asks, and sends what was shown", async () => {
    const org = await startFakeOrg(routes);
    const { exitCode, stdout } = await runCaptured([...command, "--pipelines", "score"], {
      env: org.env,
      isTTY: true,
      stdin: "y\n",
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("back to deploy d-4");
    expect(stdout).toContain("Left as they are, though they differ: other");
    expect(stdout).toContain("Does not come back under any version: score 1.0.0");
    expect(stdout).toContain("Secrets keep");
    expect(stdout).toContain("staging is back at deploy d-4, by deploy d-9.");
    expect(org.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /environments/staging/rollback?to=d-4&pipelines=score",
      "POST /environments/staging/rollback",
    ]);
    expect(org.seen.at(-1)?.body).toEqual({
      to: "d-4",
      from: "d-5",
      pipelines: ["score"],
      reason: "Wrong totals.",
    });
  });

  it("changes nothing without a yes, under --dry-run, or without a terminal", async () => {
    const org = await startFakeOrg(routes);
    const no = await runCaptured(command, { env: org.env, isTTY: true, stdin: "\n" });
    const dry = await runCaptured([...command, "--dry-run"], { env: org.env });
    const unasked = await runCaptured(command, { env: org.env });
    const unnamed = await runCaptured(["rollback", "-e", "staging", "-r", "x"], { env: org.env });
    const unexplained = await runCaptured(["rollback", "d-4", "-e", "staging"], { env: org.env });
    const codes = [no, dry, unasked, unnamed, unexplained].map(({ exitCode }) => exitCode);
    expect(codes).toEqual([1, 0, 2, 2, 2]);
    expect(unnamed.stderr).toContain("lockstep history -e staging --state applied");
    expect(org.seen.every(({ method }) => method === "GET")).toBe(true);
  });

  it("lets a person choose from the last applied deploys, the one in force left out", async () => {
    const [current, older] = [
      { ...deploy, id: "d-4", message: "Now", author: "Ada", changes: 1 },
      { ...deploy, id: "d-3", message: "Then", author: "Ada", changes: 1 },
    ];
    const org = await startFakeOrg({
      ...routes,
      "GET /environments/staging": { body: { environment: cannedEnvironment() } },
      "GET /deploys": { body: { items: [current, older], next: null } },
    });
    const surroundings = { env: org.env, isTTY: true, stdin: "1\n" };
    const { exitCode, stdout } = await runCaptured(
      ["rollback", "-e", "staging", "-r", "Wrong totals.", "--yes"],
      surroundings,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Then");
    expect(stdout).not.toContain("Now");
    expect(org.seen.at(-1)?.body).toEqual({ to: "d-3", from: "d-5", reason: "Wrong totals." });
  });

  it("tells the loser who was first", async () => {
    const detail =
      "token:bob changed staging first (rolled-back at now). Look at it again, then decide anew.";
    const problem = {
      type: "about:blank",
      title: "Conflict",
      status: 409,
      detail,
      code: "SOMEBODY_WAS_FIRST",
    };
    const org = await startFakeOrg({
      ...routes,
      "POST /environments/staging/rollback": { status: 409, body: problem },
    });
    const { exitCode, stderr } = await runCaptured([...command, "--yes"], { env: org.env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("token:bob changed staging first");
  });
});

describe("hold, pause and resume", () => {
  it.each(["hold", "pause"])("%s takes the environment as a word or by --env", async (word) => {
    const org = await startFakeOrg({ "POST /environments/staging/hold": { status: 201, body: { hold } } });
    const named = await runCaptured([word, "staging", "-r", "Wrong totals."], { env: org.env });
    const optional = await runCaptured([word, "-e", "staging", "-r", "Wrong totals."], { env: org.env });
    expect([named.exitCode, optional.exitCode]).toEqual([0, 0]);
    expect(named.stdout).toContain("lockstep resume staging");
    expect(org.seen.map(({ body }) => body)).toEqual([
      { reason: "Wrong totals." },
      { reason: "Wrong totals." },
    ]);
  });

  it("resume lifts all holds, or those that are named", async () => {
    const org = await startFakeOrg({ "POST /environments/staging/resume": { body: { holds: [hold] } } });
    await runCaptured(["resume", "staging", "-r", "Done."], { env: org.env });
    const { stdout } = await runCaptured(["resume", "staging", "-r", "Done.", "--holds", "h-1,h-2"], {
      env: org.env,
    });
    expect(org.seen.map(({ body }) => body)).toEqual([
      { reason: "Done." },
      { reason: "Done.", holds: ["h-1", "h-2"] },
    ]);
    expect(stdout).toContain("lifted rollback h-1: Wrong totals.");
  });

  it("status shows who holds an environment, and what does not come back", async () => {
    const out = { ...hold, slug: "score", content: "sha256:1", version: "1.0.0", hold: "h-1", since: at };
    const environment = cannedEnvironment({
      holds: 1,
      heldBy: [{ ...hold, kind: "rollback", actor: { kind: "token", id: "token:ada" } }],
      quarantine: [{ ...out, content: "sha256:1", actor: { kind: "token", id: "token:ada" } }],
    });
    const org = await startFakeOrg({ "GET /environments/staging": { body: { environment } } });
    const { stdout } = await runCaptured(["status", "-e", "staging"], { env: org.env });
    expect(stdout).toContain("held by token:ada");
    expect(stdout).toContain("quarantined score 1.0.0: Wrong totals.");
    expect(stdout).toContain("hold h-1");
  });
});

describe("retire", () => {
  it("asks, and says what was retired", async () => {
    const org = await startFakeOrg({
      "POST /environments/staging/retire": { body: { deploy: { ...deploy, changes: 3 }, sequence: 5 } },
    });
    const no = await runCaptured(["retire", "staging", "-r", "Over."], {
      env: org.env,
      isTTY: true,
      stdin: "\n",
    });
    const unasked = await runCaptured(["retire", "staging", "-r", "Over."], { env: org.env });
    expect([no.exitCode, unasked.exitCode, org.seen.length]).toEqual([1, 2, 0]);
    const yes = await runCaptured(["retire", "staging", "-r", "Over.", "--yes"], { env: org.env });
    expect(yes.exitCode).toBe(0);
    expect(yes.stdout).toContain("3 pipelines were retired");
  });
});
