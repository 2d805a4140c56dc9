import { describe, expect, it } from "vitest";

import {
  cannedAttempt,
  cannedDeploy,
  cannedEnvironment,
  cannedImpact,
  cannedPlan,
  cannedRun,
} from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const staging = {
  "GET /environments": { body: { items: [{ ...cannedEnvironment(), problems: 0 }], next: null } },
};
const admitted = {
  outcome: "admitted",
  verdicts: [{ gate: "validity", verdict: "open", because: "Valid." }],
};

describe("status", () => {
  it("says why an environment is not in sync and what to do", async () => {
    const refused = {
      ...cannedEnvironment({ state: "refused", because: "Version reused.", next: "Bump it." }),
      problems: 1,
    };
    const org = await startFakeOrg({ "GET /environments": { body: { items: [refused], next: null } } });
    const { exitCode, stdout } = await runCaptured(["status"], { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/staging\s+refused\s+develop\s+3f1c2ab4d5/);
    expect(stdout).toContain("Version reused.");
    expect(stdout).toContain("Bump it.");
  });
});

describe("status --at", () => {
  it("shows what was in force, in all environments or one", async () => {
    const past = {
      slug: "staging",
      title: "Staging",
      at: "2026-02-03T14:03:00.000Z",
      because: "Rolled back by deploy d-3 at 2026-02-01T00:00:00.000Z.",
      applied: { kind: "rolled-back", sequence: 3, revision: "3f1c2ab4d5e6", deploy: "d-3" },
    };
    const never = { ...past, slug: "production", because: "Nothing had been applied.", applied: null };
    const org = await startFakeOrg({
      "GET /environments": { body: { items: [past, never], next: null } },
      "GET /environments/staging": { body: { environment: past } },
    });
    const all = await runCaptured(["status", "--at", "2026-02-03T14:03:00Z"], { env: org.env });
    expect(all.stdout).toMatch(/staging\s+3f1c2ab4d5\s+3\s+Rolled back by deploy d-3/);
    expect(all.stdout).toMatch(/production\s+–\s+–\s+Nothing had been applied/);
    expect(org.seen[0]?.path).toContain("at=2026-02-03T14%3A03%3A00Z");
    const one = await runCaptured(["status", "-e", "staging", "--at", "2d", "--json"], { env: org.env });
    expect(one.json()).toMatchObject({ environment: { applied: { sequence: 3 } } });
  });
});

describe("plan", () => {
  it("prints changes, sentences and gates, and ends with 3 under --detect", async () => {
    const org = await startFakeOrg({
      ...staging,
      "GET /environments/staging/plan": {
        body: { plan: cannedPlan(), decision: admitted, impact: cannedImpact() },
      },
    });
    const { exitCode, stdout } = await runCaptured(["plan", "--detect"], { env: org.env });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/update\s+score\s+1\.0\.0 → 1\.0\.1/);
    expect(stdout).toContain("with.set.limit changed from 3 to 5");
    expect(stdout).toMatch(/validity\s+open/);
    expect(stdout).toContain("score/nightly: 2026-02-04 02:00 +01:00 Europe/Berlin");
    expect(stdout).toContain("score: 2 of the newest 40 would be rejected");
    expect(stdout).toContain('such as {"limit":"string"}: /limit must be number');
    expect((await runCaptured(["plan"], { env: org.env })).exitCode).toBe(0);
  });

  it("ends with 0 under --detect when nothing would change", async () => {
    const org = await startFakeOrg({
      "GET /environments/staging/plan": {
        body: { plan: cannedPlan({ changes: [] }), decision: admitted, impact: cannedImpact() },
      },
    });
    expect((await runCaptured(["plan", "-e", "staging", "--detect"], { env: org.env })).exitCode).toBe(0);
  });

  it("asks which environment is meant when there are several", async () => {
    const items = [cannedEnvironment(), cannedEnvironment({ slug: "production" })];
    const org = await startFakeOrg({ "GET /environments": { body: { items, next: null } } });
    const { exitCode, stderr } = await runCaptured(["plan"], { env: org.env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("staging, production");
  });
});

describe("drift", () => {
  it("ends with 3 and names each difference, and with 0 when there is none", async () => {
    const drift = {
      kind: "edited",
      slug: "score",
      sentence: "Its text was changed.",
      since: "2026-02-03T14:03:00.000Z",
      detectedBy: "scan",
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
    expect((await runCaptured(["drift", "-e", "staging"], { env: org.env })).exitCode).toBe(0);
  });
});

describe("history, runs and logs", () => {
  it("shows one deploy with commit, plan and gates, its text made harmless", async () => {
    const answer = cannedDeploy({ because: "By \u001b[2Jme" });
    const org = await startFakeOrg({ "GET /deploys/d-5": { body: answer } });
    const { stdout } = await runCaptured(["history", "d-5"], { env: org.env });
    expect(stdout).toContain("Ada <ada@example.com>");
    expect(stdout).toContain("plan hash sha256:");
    expect(stdout).not.toContain("\u001b");
  });

  it("shows one run with its pinned version, steps and output", async () => {
    const org = await startFakeOrg({
      "GET /runs/r-1": { body: { run: cannedRun() } },
      "GET /runs/r-1/steps": { body: { items: [cannedAttempt()], next: null } },
    });
    const { stdout } = await runCaptured(["runs", "r-1"], { env: org.env });
    expect(stdout).toContain("score@1.0.1");
    expect(stdout).toContain("deploy d-4");
    expect(stdout).toMatch(/rate\s+completed\s+2\.0 s\s+█+/);
    expect(stdout).toContain('"score": 7');
  });

  it("shows time and items of a forEach, without the items under --json", async () => {
    const own = cannedAttempt({ attempt: 0 });
    const items = [cannedAttempt({ item: 0 }), cannedAttempt({ item: 1 })];
    const answers = {
      "GET /runs/r-1": { body: { run: cannedRun() } },
      "GET /runs/r-1/steps": [
        { body: { items: [own], next: null } },
        { body: { items: [own, ...items], next: null } },
      ],
    };
    const org = await startFakeOrg(answers);
    const { stdout } = await runCaptured(["runs", "r-1"], { env: org.env });
    expect(stdout).toMatch(/rate\s+completed, 2 items\s+2\.0 s\s+█+/);
    expect(org.seen.at(-1)?.path).toContain("step=rate&items=all");
    const { json } = await runCaptured(["runs", "r-1", "--json"], { env: (await startFakeOrg(answers)).env });
    expect(json()).toMatchObject({ run: { steps: [{ step: "rate", item: -1 }] } });
  });

  it("draws a forEach with very many items without them", async () => {
    const own = cannedAttempt({ attempt: 0 });
    const items = Array.from({ length: 100 }, (_, item) => cannedAttempt({ item }));
    const org = await startFakeOrg({
      "GET /runs/r-1": { body: { run: cannedRun() } },
      "GET /runs/r-1/steps": [{ body: { items: [own], next: null } }, { body: { items, next: "more" } }],
    });
    const { stdout } = await runCaptured(["runs", "r-1"], { env: org.env });
    expect(stdout).toMatch(/rate\s+completed, many items\s+2\.0 s\s+█+/);
    expect(org.seen).toHaveLength(4);
  });

  it("follows logs until the run has ended, over a connection that breaks, each line once", async () => {
    const sent = (id: string, name: string, body: object) =>
      `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify({ id, name, at: "2026-02-03T14:03:00.000Z", body })}\n\n`;
    const line = (id: string, message: string) => sent(id, "log", { step: "rate", level: "info", message });
    const headers = { "Content-Type": "text/event-stream" };
    const org = await startFakeOrg({
      "GET /runs/r-1/events": [
        {
          headers,
          text: `retry: 2000\n\n: still here\n\n${line("1.0", "one")}${line("2.0", "two").slice(0, 20)}`,
        },
        { status: 503, body: { detail: "Restarting.", code: "org-unreachable" } },
        { headers, text: `${line("2.0", "two")}${sent("2.9", "run.completed", {})}${line("9.0", "never")}` },
      ],
    });
    const argv = ["logs", "r-1", "--follow", "--level", "info", "warn", "--step", "rate"];
    const { stdout } = await runCaptured(argv, { env: org.env });
    expect(stdout.match(/one|two|never/g)).toEqual(["one", "two"]);
    expect(org.seen.map(({ lastEventId }) => lastEventId)).toEqual([undefined, "1.0", "1.0"]);
    expect(org.seen[0]?.path).toBe("/runs/r-1/events?logs=all&step=rate&level=info&level=warn");
  });

  it("goes on after the last event with an id, whatever passing ones came behind it", async () => {
    const sent = (id: string | null, name: string, body: object) =>
      `${id === null ? "" : `id: ${id}\n`}data: ${JSON.stringify({ id, name, at: "2026-02-03T14:03:00.000Z", body })}\n\n`;
    const said = sent("1.0", "log", { step: "rate", level: "info", message: "said" });
    const piece = sent(null, "step.stream", { step: "rate", offset: 0, text: "Hel" });
    const headers = { "Content-Type": "text/event-stream" };
    const org = await startFakeOrg({
      "GET /runs/r-1/events": [
        { headers, text: `${said}${piece}` },
        { headers, text: sent("2.9", "run.completed", {}) },
      ],
    });
    const { stdout } = await runCaptured(["logs", "r-1", "--follow"], { env: org.env });
    expect(stdout.match(/said|Hel/g)).toEqual(["said"]);
    expect(org.seen.map(({ lastEventId }) => lastEventId)).toEqual([undefined, "1.0"]);
  });

  it("hands all filters of runs and logs to the server", async () => {
    const empty = { body: { items: [], next: null } };
    const org = await startFakeOrg({ "GET /runs": empty, "GET /runs/r-1/logs": empty });
    const clock = { now: () => Date.parse("2026-02-03T14:00:00.000Z") };
    await runCaptured(
      "runs -e staging -p score --state failed cancelled --pinned 1.0.0 --trigger cron --team a --queue b --since 2h --until 2026-02-03T13:00:00Z --search 0192 --oldest".split(
        " ",
      ),
      { env: org.env, clock },
    );
    await runCaptured(["logs", "r-1", "--since", "30m"], { env: org.env, clock });
    const [runs, logs] = org.seen.map(({ path }) => new URL(`http://x${path}`).searchParams);
    expect(Object.fromEntries(runs ?? [])).toEqual({
      environment: "staging",
      pipeline: "score",
      state: "cancelled",
      version: "1.0.0",
      trigger: "cron",
      team: "a",
      queue: "b",
      since: "2026-02-03T12:00:00.000Z",
      until: "2026-02-03T13:00:00Z",
      search: "0192",
      order: "oldest",
      limit: "20",
    });
    expect(runs?.getAll("state")).toEqual(["failed", "cancelled"]);
    expect(logs?.get("since")).toBe("2026-02-03T13:30:00.000Z");
  });

  it("shows what a step type takes, and erases a run with a reason", async () => {
    const http = {
      type: "http",
      summary: "Sends a request.",
      with: { type: "object" },
      output: {},
      effects: { default: "write", floor: "read" },
      powers: ["network"],
      secrets: ["/headers/*"],
      isExecutable: true,
    };
    const erasure = { run: "r-1", digest: "sha256:abc", reason: "asked", attempts: 2, logs: 3 };
    const org = await startFakeOrg({
      "GET /steps": { body: { items: [http], next: null } },
      "GET /steps/http": { body: { stepType: http } },
      "POST /runs/r-1/erase": { body: { run: cannedRun(), erasure } },
    });
    expect((await runCaptured(["steps"], { env: org.env })).stdout).toMatch(/http\s+write\s+yes/);
    expect((await runCaptured(["steps", "http"], { env: org.env })).stdout).toContain("/headers/*");
    const erased = await runCaptured(["erase", "r-1", "--reason", "asked"], { env: org.env });
    expect(erased.stdout).toContain("sha256:abc");
    expect(org.seen.at(-1)?.body).toEqual({ reason: "asked" });
    expect((await runCaptured(["erase", "r-1"], { env: org.env })).exitCode).toBe(2);
  });
});

describe("token and secret", () => {
  it("prints a new token's secret alone, so that it can be piped on", async () => {
    const token = { id: "t-1", name: "ci", role: "runner" };
    const org = await startFakeOrg({
      "POST /tokens": { status: 201, body: { token, secret: "lsk_new" } },
    });
    const argv = ["token", "create", "ci", "--role", "runner", "-e", "staging"];
    const { stdout } = await runCaptured(argv, { env: org.env });
    expect(stdout).toBe("lsk_new\n");
    expect(org.seen[0]?.body).toEqual({
      name: "ci",
      role: "runner",
      environments: ["staging"],
      expiresAt: null,
    });
  });

  it("takes a secret's value from standard input only", async () => {
    const org = await startFakeOrg({ "PUT /environments/staging/secrets/CRM_TOKEN": { status: 204 } });
    const set = await runCaptured(["secret", "set", "CRM_TOKEN", "-e", "staging"], {
      env: org.env,
      stdin: "s3\n",
    });
    expect(set.exitCode).toBe(0);
    expect(org.seen[0]?.body).toEqual({ value: "s3" });
    const inArguments = await runCaptured(["secret", "set", "CRM_TOKEN", "s3", "-e", "staging"], {
      env: org.env,
    });
    expect(inArguments.exitCode).toBe(2);
  });
});
