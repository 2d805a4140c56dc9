import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { createTestDatabase, type GitServerFault } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { eventually, runCommand } from "./harness/lockstep-process.ts";

const execute = promisify(execFile);

let patch = 0;

/** The next good commit on main. */
function release({ repository }: Installation): Promise<string> {
  patch += 1;
  const files = greeter("hello", { version: `1.0.${patch}`, text: `Take ${patch}` });
  return repository.commit({ branch: "main", files, message: `Take ${patch}` });
}

async function start(env: Readonly<Record<string, string>> = {}): Promise<Installation> {
  const acme = await startInstallation(async (repository) => {
    const files = { ...environment("production", "main"), ...greeter("hello", { version: "1.0.0" }) };
    await repository.commit({ branch: "main", files });
  }, env);
  await acme.untilApplied("production", await acme.repository.revisionOf("main"));
  return acme;
}

interface Readiness {
  readonly status: number;
  /** Names of the checks that are not met, with the reasons. */
  readonly unmet: Readonly<Record<string, string>>;
}

async function readiness(acme: Installation): Promise<Readiness> {
  const answer = await fetch(`${acme.process().url}/readyz`);
  const { checks } = (await answer.json()) as {
    checks: { readonly name: string; readonly ok: boolean; readonly because: string }[];
  };
  const unmet = checks.filter(({ ok }) => !ok).map(({ name, because }) => [name, because]);
  return { status: answer.status, unmet: Object.fromEntries(unmet) };
}

function untilReady(acme: Installation): Promise<void> {
  return eventually("it is ready", async () => (await readiness(acme)).status === 200);
}

async function metric(acme: Installation, line: RegExp): Promise<number> {
  const answer = await fetch(`${acme.process().url}/metrics`);
  return Number(line.exec(await answer.text())?.[1]);
}

describe("the git server down", () => {
  let acme: Installation;
  beforeAll(async () => {
    acme = await start();
  });
  afterAll(() => acme.stop());

  const faults: readonly (readonly [string, GitServerFault])[] = [
    ["refuses connections", { kind: "refuse" }],
    ["answers 500", { kind: "status", status: 500 }],
    ["sends broken packs", { kind: "cut", afterBytes: 20 }],
  ];

  test.each(faults)(
    "%s: it says so, keeps what is applied and runs, and recovers by itself",
    async (_name, fault) => {
      const before = await acme.repository.revisionOf("main");
      acme.git.fault = fault;
      const missed = await release(acme);

      const unknown = await acme.untilEnvironment(
        "production",
        "tells of the fault",
        (one) => one.failures > 0,
      );
      expect(unknown).toMatchObject({ state: "unknown", applied: { revision: before } });
      expect(unknown.because).toMatch(/repository|acme\.git/i);
      const { status, unmet } = await readiness(acme);
      expect(status).toBe(503);
      expect(unmet["environment:production"]).toMatch(/repository|acme\.git/i);
      expect(
        await metric(acme, /^lockstep_environment_failures\{environment="production"\} (\d+)$/m),
      ).toBeGreaterThan(0);
      const { url } = acme.process();
      const seen = JSON.parse(
        await runCommand({ dataDirectory: acme.dataDirectory, url }, "status", "--json"),
      );
      expect(seen.environments).toMatchObject([
        { slug: "production", state: "unknown", failures: expect.any(Number) },
      ]);
      expect((await acme.run("production", "hello")).revision).toBe(before);

      acme.git.fault = null;
      await acme.untilApplied("production", missed);
      await untilReady(acme);
    },
  );

  test("hangs: the API answers and runs go on, and it recovers by itself", async () => {
    const before = await acme.repository.revisionOf("main");
    const asked = acme.git.requests.length;
    acme.git.fault = { kind: "hang" };
    const missed = await release(acme);
    await eventually("git is asked", async () => acme.git.requests.length > asked);
    expect((await acme.run("production", "hello")).revision).toBe(before);
    const { body } = await acme.call("GET", "/environments/production");
    expect(body.environment.applied.revision).toBe(before);

    acme.git.fault = null;
    acme.git.disconnectAll();
    await acme.untilApplied("production", missed);
  });
});

describe("PostgreSQL down", () => {
  let acme: Installation;
  let admin: Awaited<ReturnType<typeof createTestDatabase>>;
  let database: typeof admin;
  beforeAll(async () => {
    admin = await createTestDatabase(inject("postgresUrl"));
    database = await createTestDatabase(inject("postgresUrl"));
    acme = await start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await acme.stop();
    await Promise.all([admin.drop(), database.drop()]);
  });

  test("is answered with 503 until it is back, and accepted runs end without a restart", async () => {
    const { pid } = acme.process();
    const path = "/environments/production/pipelines/hello/run";
    const accepted = await Promise.all(
      Array.from({ length: 20 }, () => acme.call("POST", path, { input: {} })),
    );
    const name = new URL(database.url).pathname.slice(1);
    await admin.run(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await database.disconnectAll();

    const refused = await acme.call("POST", path, { input: {} });
    expect(refused).toMatchObject({
      status: 503,
      body: { status: 503, code: expect.any(String), title: "The org database did not answer." },
    });
    const { status, unmet } = await readiness(acme);
    expect(status).toBe(503);
    expect(unmet["database"]).toMatch(/database/);
    expect((await fetch(`${acme.process().url}/healthz`)).status).toBe(200);

    const missed = await release(acme);
    await admin.run(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await acme.untilApplied("production", missed);
    await untilReady(acme);
    for (const { body } of accepted) {
      await eventually(`run ${body.run.id} has ended`, async () => {
        const answer = await acme.call("GET", `/runs/${body.run.id}`);
        return answer.body.run?.status === "completed";
      });
    }
    expect((await acme.run("production", "hello")).revision).toBe(missed);
    expect(acme.process().pid).toBe(pid);
  });
});

describe("no room left for the SQLite file", () => {
  let acme: Installation;
  beforeAll(async () => {
    acme = await start();
  });
  afterAll(() => acme.stop());

  /** The kernel refuses to let any file of the process grow beyond so many bytes (setrlimit(2), RLIMIT_FSIZE). */
  const limitFiles = (bytes: number | "unlimited") =>
    execute("prlimit", ["--pid", String(acme.process().pid), `--fsize=${bytes}:`]);

  test("refuses new runs as `disk-full`, and goes on by itself when there is room again", async () => {
    const { pid } = acme.process();
    const path = "/environments/production/pipelines/hello/run";
    const before = await acme.repository.revisionOf("main");
    const accepted = await acme.call("POST", path, { input: {} });
    await limitFiles(Math.min(4_096, statSync(join(acme.dataDirectory, "lockstep.sqlite")).size));

    const refused = await acme.call("POST", path, { input: {} });
    expect(refused).toMatchObject({ status: 503, body: { type: "/docs#disk-full" } });
    const missed = await release(acme);
    await eventually("the fault is logged", async () => acme.process().output().includes("disk-full"));
    const { body } = await acme.call("GET", "/environments/production");
    expect(body.environment.applied.revision).toBe(before);

    await limitFiles("unlimited");
    await acme.untilApplied("production", missed);
    await untilReady(acme);
    await eventually("the accepted run has ended", async () => {
      const answer = await acme.call("GET", `/runs/${accepted.body.run.id}`);
      return answer.body.run?.status === "completed";
    });
    expect((await acme.run("production", "hello")).revision).toBe(missed);
    expect(acme.process().pid).toBe(pid);
  });
});
