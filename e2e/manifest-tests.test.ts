import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { copyOfAcme } from "./harness/acme-repository.ts";
import { temporaryDirectory } from "./harness/lockstep-process.ts";
import { runOffline } from "./harness/run-offline.ts";

const root = join(import.meta.dirname, "..");

interface TestDocument {
  readonly ok: boolean;
  readonly totals: { readonly pipelines: number; readonly passed: number; readonly failed: number };
  readonly pipelines: readonly {
    readonly slug: string;
    readonly tests: readonly { readonly name: string }[];
  }[];
}

/** A service on loopback; gives its URL. */
async function startService(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function testDocument(cwd: string): Promise<TestDocument> {
  const { stdout } = await runOffline(["test", "--json"], { cwd });
  return JSON.parse(stdout) as TestDocument;
}

describe("lockstep test", () => {
  test("passes the tests of the example repository unchanged, outside any git repository", async () => {
    const { ok, totals, pipelines } = await testDocument(copyOfAcme());
    expect(ok).toBe(true);
    expect(totals).toMatchObject({ pipelines: 2, passed: 4, failed: 0 });
    expect(pipelines.map(({ slug, tests }) => [slug, tests.length])).toEqual([
      ["customer-etl", 1],
      ["support-triage", 3],
    ]);
  });

  test("fails once what was tested is changed", async () => {
    const folder = copyOfAcme();
    const path = join(folder, "pipelines/support/support-triage.pipeline.json");
    writeFileSync(path, readFileSync(path, "utf8").replace("confidence < 0.7", "confidence < 0.1"));
    const { exitCode, stdout } = await runOffline(["test"], { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("✗ low confidence waits for a person, and the person wins");
    expect(stdout).toMatch(/\/category\n\s+- expected {2}"technical"\n\s+\+ actual {4}"other"/);
  });

  test.each([root, join(root, "apps/cli/demo/ahead")])(
    "finds tests of every demo pipeline in %s, all passing",
    async (cwd) => {
      const { ok, pipelines } = await testDocument(cwd);
      expect(ok).toBe(true);
      expect(pipelines.filter(({ tests }) => tests.length < 2)).toEqual([]);
    },
  );

  test("sends nothing to hosts that the manifests name", async () => {
    let requests = 0;
    const url = await startService((_request, response) => {
      requests += 1;
      response.end("{}");
    });
    const folder = temporaryDirectory();
    mkdirSync(join(folder, "pipelines"));
    const manifest = {
      apiVersion: "lockstep/v1",
      kind: "Pipeline",
      slug: "leak",
      version: "1.0.0",
      steps: [{ id: "call", type: "http", effects: "read", with: { url } }],
      tests: [{ name: "calls", expect: { status: "completed" } }],
    };
    writeFileSync(join(folder, "pipelines/leak.pipeline.json"), JSON.stringify(manifest));
    const { exitCode, stdout } = await runOffline(["test"], { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('The http step "call" was reached and has no mock');
    expect(requests).toBe(0);
  });

  test("runs a thousand tests in seconds", async () => {
    const folder = copyOfAcme();
    const support = join(folder, "pipelines/support");
    const text = readFileSync(join(support, "support-triage.pipeline.json"), "utf8");
    for (let n = 0; n < 333; n += 1)
      writeFileSync(
        join(support, `triage-${n}.pipeline.json`),
        text.replace('"support-triage"', `"triage-${n}"`),
      );
    expect(readdirSync(support).length).toBeGreaterThan(333);
    const { totals } = await testDocument(folder);
    expect(totals).toMatchObject({ pipelines: 335, passed: 1_003, failed: 0 });
  }, 60_000);
});

describe("lockstep run of a file", () => {
  test("is cancelled by ctrl-C, prints where it stood and ends by itself", async () => {
    const folder = temporaryDirectory();
    let interrupt: () => void = () => undefined;
    const url = await startService(() => interrupt());
    const manifest = {
      apiVersion: "lockstep/v1",
      kind: "Pipeline",
      slug: "hang",
      version: "1.0.0",
      steps: [{ id: "call", type: "http", with: { url } }],
    };
    const file = join(folder, "hang.pipeline.json");
    writeFileSync(file, JSON.stringify(manifest));
    const ended = runOffline(["run", file, "--allow", "127.0.0.1"], {
      cwd: folder,
      onStart: (child) => {
        interrupt = () => void child.kill("SIGINT");
      },
    });
    const { exitCode, stdout, stderr } = await ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("cancelling the run");
    expect(stdout).toMatch(/^call +cancelled/m);
  });
});
