import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { binary, temporaryDirectory } from "./harness/lockstep-process.ts";

const run = promisify(execFile);

let acme: Installation;

beforeAll(async () => {
  acme = await startInstallation(async (repository) => {
    const revision = await repository.commit({
      branch: "main",
      files: {
        ...environment("staging", "develop"),
        ...environment("production", "main", { promotesFrom: "staging" }),
        ...greeter("hello", { version: "1.0.0" }),
        ...greeter("ciao", { version: "1.0.0" }),
      },
    });
    await repository.setBranch("develop", revision);
  });
  const released = await acme.repository.revisionOf("main");
  await acme.untilApplied("staging", released);
  await acme.untilApplied("production", released);
});
afterAll(() => acme.stop());

async function lockstep(...args: readonly string[]) {
  const LOCKSTEP_TOKEN = readFileSync(join(acme.dataDirectory, "admin-token"), "utf8").trim();
  const env = { PATH: process.env["PATH"], LOCKSTEP_TOKEN, LOCKSTEP_PUBLIC_URL: acme.process().url };
  const { stdout } = await run(process.execPath, [binary, ...args], { env });
  return stdout;
}

/** What a person does with the commands: type them in a clone. */
async function type(commands: readonly string[]): Promise<void> {
  const clone = temporaryDirectory();
  await run("git", ["clone", "--quiet", acme.repository.directory, clone]);
  const author = { GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.com" };
  const committer = { GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: "ada@example.com" };
  const env = { ...process.env, ...author, ...committer };
  await run("sh", ["-e", "-c", commands.join("\n")], { cwd: clone, env });
}

async function versions(slug: string): Promise<Readonly<Record<string, string>>> {
  const { body } = await acme.call("GET", `/environments/${slug}/pipelines`);
  return Object.fromEntries(
    body.items.map((item: { slug: string; version: string }) => [item.slug, item.version]),
  );
}

test("without a forge, typing what `lockstep promote` prints promotes a part and then the rest", async () => {
  const soaked = await acme.repository.commit({
    branch: "develop",
    files: {
      ...greeter("hello", { version: "1.1.0", text: "Hi" }),
      ...greeter("ciao", { version: "1.1.0", text: "Ciao" }),
    },
  });
  await acme.untilApplied("staging", soaked);
  expect(await lockstep("promote")).toMatch(/staging\s+production\s+ahead\s+2/);
  expect(await lockstep("promote", "staging", "production", "--dry-run")).toMatch(
    /hello\s+ahead\s+1\.0\.0 → 1\.1\.0/,
  );

  const part = await lockstep("promote", "staging", "production", "--only", "hello", "--yes", "--json");
  await type(JSON.parse(part).opened.commands);
  await acme.untilApplied("production", await acme.repository.revisionOf("refs/heads/main"));
  expect(await versions("production")).toEqual({ hello: "1.1.0", ciao: "1.0.0" });

  const rest = await lockstep("promote", "staging", "production", "--yes", "--json");
  await type(JSON.parse(rest).opened.commands);
  await acme.untilApplied("production", await acme.repository.revisionOf("refs/heads/main"));
  expect(await versions("production")).toEqual(await versions("staging"));
  expect(await lockstep("promote", "staging", "production")).toContain("in-step");
});
