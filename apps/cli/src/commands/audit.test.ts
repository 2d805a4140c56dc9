import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chainStart, hashLedgerEntry, type LedgerEntry } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { cannedDeploy, cannedEnvironment } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lockstep-audit-"));
});
afterEach(() => rm(cwd, { recursive: true }));

const unhashed = {
  environment: "staging",
  position: 1,
  kind: "denied",
  deploy: null,
  at: "2026-02-03T14:03:00.000Z",
  body: { actor: { id: "token:ci", kind: "token" }, attempted: "approve", because: "Role too low." },
  previous: chainStart,
} as const;
const entry: LedgerEntry = { ...unhashed, hash: hashLedgerEntry(unhashed) };
const line = `${JSON.stringify(entry)}\n`;
const answers = { "GET /audit/export": { text: line, headers: { "Content-Type": "application/jsonl" } } };

describe("audit", () => {
  test("lists who did what and why", async () => {
    const org = await startFakeOrg({ "GET /audit": { body: { items: [entry], next: null, people: {} } } });
    const { stdout, exitCode } = await runCaptured(
      ["audit", "-e", "staging", "--kind", "denied", "held", "--since", "2026-02-01T00:00:00Z"],
      { env: org.env },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/staging #1\s+denied\s+token:ci\s+approve: Role too low\./);
    expect(org.seen[0]?.path).toContain("environment=staging&kind=denied&kind=held");
  });

  test("exports to standard output or to a file, byte by byte", async () => {
    const org = await startFakeOrg(answers);
    expect((await runCaptured(["audit", "export"], { env: org.env })).stdout).toBe(line);
    const { exitCode } = await runCaptured(["audit", "export", "-o", "ledger.jsonl"], { env: org.env, cwd });
    expect(exitCode).toBe(0);
    expect(await readFile(join(cwd, "ledger.jsonl"), "utf8")).toBe(line);
  });
});

describe("verify --chain", () => {
  test("proves an export without a server, and ends with 1 where a chain is broken", async () => {
    await writeFile(join(cwd, "ledger.jsonl"), line);
    const good = await runCaptured(["verify", "--chain", "ledger.jsonl"], { cwd });
    expect(good.exitCode).toBe(0);
    expect(good.stdout).toMatch(new RegExp(`staging\\s+1\\s+intact\\s+${entry.hash}`));
    await writeFile(join(cwd, "ledger.jsonl"), line.replace("token:ci", "token:cj"));
    const bad = await runCaptured(["verify", "--chain", "ledger.jsonl"], { cwd });
    expect(bad.exitCode).toBe(1);
    expect(bad.stdout).toContain("staging, position 1, line 1: its content does not give its hash.");
    const json = await runCaptured(["verify", "--chain", "ledger.jsonl", "--json"], { cwd });
    expect(json.json()).toMatchObject({ ok: false, chains: [{ chain: "staging", broken: { position: 1 } }] });
  });

  test("takes what the org exports, and misses a noted head", async () => {
    const org = await startFakeOrg(answers);
    expect((await runCaptured(["verify", "--chain"], { env: org.env })).exitCode).toBe(0);
    const noted = ["--head", `staging=${entry.hash}`];
    expect((await runCaptured(["verify", "--chain", ...noted], { env: org.env })).exitCode).toBe(0);
    const other = ["--head", `staging=sha256:${"0".repeat(64)}`];
    const { exitCode, stdout } = await runCaptured(["verify", "--chain", ...other], { env: org.env });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("cut off");
  });

  test("proves nothing where there is nothing", async () => {
    await writeFile(join(cwd, "empty.jsonl"), "");
    expect((await runCaptured(["verify", "--chain", "empty.jsonl"], { cwd })).exitCode).toBe(1);
    expect((await runCaptured(["verify", "--chain", "none.jsonl"], { cwd })).exitCode).toBe(1);
    expect((await runCaptured(["verify"], { cwd })).exitCode).toBe(2);
    expect((await runCaptured(["verify", "--chain", "--head", "staging"], { cwd })).exitCode).toBe(2);
  });
});

describe("break-glass", () => {
  const waiting = {
    "GET /environments/staging": { body: { environment: cannedEnvironment({ deploy: "d-5" }) } },
    "GET /deploys/d-5": {
      body: cannedDeploy({
        verdicts: [
          {
            gate: "windows",
            verdict: "waiting",
            because: "It is Sunday.",
            next: "Wait.",
            opensAt: null,
            problems: [],
          },
        ],
      }),
    },
    "POST /environments/staging/break-glass": {
      body: {
        deploy: "d-5",
        skipped: ["windows"],
        approval: { actor: "token:ada", verdict: "broken-glass" },
      },
    },
  };
  const { planHash } = cannedDeploy().deploy;

  test("shows what it skips and breaks the glass for the plan that was meant", async () => {
    const org = await startFakeOrg(waiting);
    const { stdout, exitCode } = await runCaptured(
      ["break-glass", "-e", "staging", "-r", "It burns.", "--plan-hash", planHash],
      { env: org.env },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("skips windows: It is Sunday.");
    expect(stdout).toContain("lockstep settle d-5");
    expect(org.seen.at(-1)?.body).toEqual({ planHash, reason: "It burns." });
  });

  test("asks at a terminal, and does nothing without a yes", async () => {
    const org = await startFakeOrg(waiting);
    const asked = { env: org.env, isTTY: true, stdin: "n\n" };
    expect((await runCaptured(["break-glass", "-e", "staging", "-r", "x"], asked)).exitCode).toBe(1);
    expect(org.seen.some(({ method }) => method === "POST")).toBe(false);
    expect((await runCaptured(["break-glass", "-e", "staging"], { env: org.env })).exitCode).toBe(2);
  });

  test("leaves what status shows and settle lists and settles", async () => {
    const debt = {
      deploy: "d-5",
      environment: "staging",
      actor: { kind: "token", id: "token:ada" },
      reason: "It burns.",
      at: "2026-02-03T14:03:00.000Z",
      dueAt: "2026-02-04T14:03:00.000Z",
      overdue: true,
    };
    const summary = { ...cannedEnvironment({ debts: { open: 1, overdue: 1 } }), problems: 0 };
    const org = await startFakeOrg({
      "GET /environments": { body: { items: [summary], next: null } },
      "GET /debts": { body: { items: [debt], next: null } },
      "POST /deploys/d-5/settle": { body: { debt } },
    });
    const status = await runCaptured(["status"], { env: org.env });
    expect(status.stdout).toContain("staging: 1 applied behind a broken glass, to be settled; 1 overdue");
    expect((await runCaptured(["settle"], { env: org.env })).stdout).toMatch(/d-5\s+staging\s+token:ada/);
    expect((await runCaptured(["settle", "d-5"], { env: org.env })).exitCode).toBe(2);
    const settled = await runCaptured(["settle", "d-5", "-r", "Reviewed."], { env: org.env });
    expect(settled.stdout).toContain("d-5 is settled.");
    expect(org.seen.at(-1)?.body).toEqual({ reason: "Reviewed." });
  });
});
