import { chmodSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { systemTimer } from "@lockstep/model";
import { describe, expect, it, onTestFinished } from "vitest";

import { makeTree, writtenPipeline } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";

const file = "hello.pipeline.json";
const canary = "canary-7f3a9c";

/** A service on loopback that answers as told; gives its base URL. */
async function startService(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const echoKey: RequestListener = (request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ key: request.headers["x-key"] ?? null }));
};

function asking(step: object = {}, changes: object = {}): object {
  const headers = { "x-key": "{{ secrets.KEY }}" };
  return writtenPipeline({
    uses: { variables: ["BASE"], secrets: ["KEY"] },
    steps: [{ id: "ask", type: "http", with: { url: "{{ vars.BASE }}/", headers }, ...step }],
    output: { value: "{{ steps.ask.output.body.key == null ? 'nothing' : 'a key came' }}" },
    ...changes,
  });
}

async function run(
  files: Readonly<Record<string, unknown>>,
  argv: readonly string[],
  answer = echoKey,
  world: Parameters<typeof runCaptured>[1] = {},
) {
  const cwd = makeTree(files);
  const base = await startService(answer);
  const options = ["--var", `BASE=${base}`, "--allow", "127.0.0.1"];
  return runCaptured(["run", file, "--sample", ...options, ...argv], { cwd, timer: systemTimer, ...world });
}

describe("secrets of a file's run", () => {
  it.each([
    ["lines", `# for tests\n\nOTHER=x\nexport KEY="${canary}"\n`],
    ["a JSON object", JSON.stringify({ KEY: canary })],
  ])("come from %s of a file, and are printed nowhere", async (_, text) => {
    const { exitCode, stdout, stderr } = await run({ [file]: asking(), ".secrets": text }, [
      "--secret-file",
      ".secrets",
      "--follow",
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"a key came"');
    expect(stdout + stderr).not.toContain(canary);
  });

  it("of --secret win over the file's", async () => {
    const argv = ["--secret-file", ".secrets", "--secret", `KEY=${canary}`, "--json"];
    const checked = await run({ [file]: asking(), ".secrets": "KEY=other" }, argv, (request, response) => {
      response.writeHead(request.headers["x-key"] === canary ? 200 : 500).end();
    });
    expect(checked.json()).toMatchObject({ run: { steps: [{ status: "completed" }] } });
    expect(checked.stdout).not.toContain(canary);
  });

  it("are asked for by name, with the ways to give them", async () => {
    const { exitCode, stderr } = await run({ [file]: asking() }, []);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/KEY\.\n.*--secret-file.*LOCKSTEP_SECRET__LOCAL__KEY/);
  });

  it("in a file that others can read are remarked upon", async () => {
    const cwd = makeTree({ [file]: writtenPipeline(), open: "A=1", closed: "A=1" });
    chmodSync(join(cwd, "open"), 0o644);
    chmodSync(join(cwd, "closed"), 0o600);
    const remarks = async (name: string) =>
      (await runCaptured(["run", file, "--sample", "--var", "WORD=x", "--secret-file", name], { cwd }))
        .stderr;
    expect(await remarks("open")).toContain("chmod 600");
    expect(await remarks("closed")).toBe("");
  });

  it.each([
    ["a line that is none", `KEY=a\n${canary}\n`, "Line 2 of '.secrets' is not NAME=VALUE"],
    ["broken JSON", `{"KEY": "${canary}"`, "begins like JSON"],
    ["a value that is no text", `{"KEY": {"a": "${canary}"}}`, "the value of KEY is not a text"],
  ])("with %s are refused without being repeated", async (_, text, message) => {
    const { exitCode, stderr, stdout } = await run({ [file]: asking(), ".secrets": text }, [
      "--secret-file",
      ".secrets",
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout + stderr).not.toContain(canary);
  });

  it.each([
    ["--secret-file", "nowhere"],
    ["--secret", canary],
  ])("given by %s %s are refused", async (...argv) => {
    const { exitCode, stdout, stderr } = await run({ [file]: asking() }, argv);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain(canary);
  });

  it("are not for pipelines of an org", async () => {
    expect((await runCaptured(["run", "score", "--secret", "A=1"])).exitCode).toBe(2);
    expect((await runCaptured(["run", "score", "--secret-file", "x"])).exitCode).toBe(2);
  });
});

describe("a file's run under --follow", () => {
  it("shows what happens while it happens", async () => {
    const seen: string[] = [];
    let shownBeforeAnswer = "";
    const answer: RequestListener = (request, response) => {
      shownBeforeAnswer = seen.join("");
      echoKey(request, response);
    };
    const onPrint = (text: string) => seen.push(text);
    const { stderr } = await run({ [file]: asking() }, ["--follow", "--secret", "KEY=x"], answer, {
      onPrint,
    });
    expect(shownBeforeAnswer).toMatch(/\+0 ms {2}debug ask started/);
    expect(stderr).toMatch(/\+\d+ ms {2}info {2}ask completed after \d+ ms/);
  });

  it("prints nothing but the document under --json", async () => {
    const { json, stderr } = await run({ [file]: asking() }, ["--secret", "KEY=x", "--follow", "--json"]);
    expect(json()).toMatchObject({ run: { status: "completed" } });
    expect(stderr).toBe("");
  });
});

describe("a file's run that is interrupted", () => {
  it("is cancelled, and prints where it stood", async () => {
    const controller = new AbortController();
    const steps = [
      { id: "before", type: "set", with: { values: { a: 1 } } },
      { id: "ask", type: "http", dependsOn: ["before"], with: { url: "{{ vars.BASE }}/" } },
      { id: "after", type: "set", dependsOn: ["ask"], with: { values: { a: 1 } } },
    ];
    const manifest = asking({}, { steps, uses: { variables: ["BASE"] }, output: {} });
    const { exitCode, stdout, stderr } = await run({ [file]: manifest }, [], () => controller.abort(), {
      interrupted: controller.signal,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("cancelling the run");
    expect(stdout).toContain("hello@1.0.0 here: cancelled");
    expect(stdout).toMatch(/^before +completed/m);
    expect(stdout).toMatch(/^ask +cancelled/m);
  });

  it("while it waits for a retry, does not wait on", async () => {
    const controller = new AbortController();
    const retry = { maxAttempts: 2, baseDelay: "1h", maxDelay: "1h" };
    const fail: RequestListener = (_request, response) => response.writeHead(500).end();
    const { exitCode, stdout } = await run(
      { [file]: asking({ retry }) },
      ["--follow", "--secret", "KEY=x"],
      fail,
      {
        interrupted: controller.signal,
        onPrint: (text) => {
          if (text.includes("waits until")) controller.abort();
        },
      },
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("cancelled");
  });
});

describe("a file's run", () => {
  it("tells retries, waiting and the reason on the line of time", async () => {
    let count = 0;
    const retry = { maxAttempts: 3, baseDelay: "20ms", jitter: false };
    const { stdout } = await run(
      { [file]: asking({ retry }) },
      ["--secret", "KEY=x"],
      (request, response) => {
        count += 1;
        if (count < 3) response.writeHead(503).end();
        else echoKey(request, response);
      },
    );
    expect(stdout).toMatch(/^ask +completed, 3 tries +\d+ ms +▒.*█$/m);
    expect(stdout).toMatch(/▒ failed/);
  });
});
