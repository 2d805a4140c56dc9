import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { createNoForge } from "@lockstep/forge";
import { Failure } from "@lockstep/model";
import { createTestRepository, type TestRepository } from "@lockstep/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createMemoryForge } from "../forge/memory-forge.fixture.ts";
import type { ChangeProposal } from "./change-proposal.ts";
import { createProposeChange } from "./propose-change.ts";

const { signal } = new AbortController();
const run = promisify(execFile);

let directory: string;
let origin: TestRepository;
let proposal: ChangeProposal;

const texts: Readonly<Record<string, string | null>> = {
  "pipelines/it's $HOME.json": "{ \"a\": '`x`' }\n",
  "-dash.json": "no newline at the end",
  "glob[1]*.json": "$(touch pwned)\nEND_OF_FILE\nEND_OF_FILE2\n",
  "new/folder/ü.json": "\\n \\ \u2028\n\n",
  "gone.json": null,
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "propose-"));
  origin = await createTestRepository(join(directory, "origin.git"));
  const revision = await origin.commit({
    branch: "main",
    files: { "README.md": "flows\n", "gone.json": "1\n", "glob1.json": "left alone\n" },
  });
  proposal = {
    branch: "lockstep/adopt-a#1",
    base: { branch: "main", revision },
    files: Object.entries(texts).map(([path, text]) => ({ path, text })),
    title: "Adopt",
    body: "Because.",
    message: "Adopt 'a' $HOME\n\nWith a body.\n",
  };
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe("without a forge", () => {
  async function typed(change: ChangeProposal): Promise<void> {
    const proposed = await createProposeChange(createNoForge())(change, signal);
    if (proposed.kind !== "commands") throw new Error("a forge answered");
    const clone = join(directory, "clone");
    await run("git", ["clone", "--quiet", origin.directory, clone]);
    const identity = { GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.com" };
    const env = {
      ...process.env,
      ...identity,
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.com",
    };
    await run("sh", ["-e", "-c", proposed.commands.join("\n")], { cwd: clone, env });
  }

  async function expectProposed(): Promise<void> {
    const head = `refs/heads/${proposal.branch}`;
    expect(await origin.git("rev-parse", `${head}^`)).toBe(proposal.base.revision);
    expect(await origin.git("log", "-1", "--format=%B", head)).toBe(proposal.message.trim());
    const names = await origin.git("ls-tree", "-r", "-z", "--name-only", head);
    const kept = Object.entries(texts).filter(([, text]) => text !== null);
    expect(new Set(names.split("\0").filter((name) => name !== ""))).toEqual(
      new Set(["README.md", "glob1.json", ...kept.map(([path]) => path)]),
    );
    for (const [path, text] of kept) {
      const { stdout } = await run("git", ["cat-file", "blob", `${head}:${path}`], { cwd: origin.directory });
      expect(stdout).toBe(text);
    }
  }

  test("the commands make the branch with exactly these bytes, whatever the names and texts hold", async () => {
    await typed(proposal);
    await expectProposed();
  });

  test("files that a revision holds are taken from there", async () => {
    const heldBy = await origin.commit({
      branch: "develop",
      parents: [proposal.base.revision],
      files: texts,
    });
    const proposed = await createProposeChange(createNoForge())({ ...proposal, heldBy }, signal);
    expect(JSON.stringify(proposed)).not.toContain("touch pwned");
    await typed({ ...proposal, heldBy });
    await expectProposed();
  });

  test("a path that leads out of the repository is refused", async () => {
    const files = [{ path: "a/../../b", text: "1" }];
    await expect(createProposeChange(createNoForge())({ ...proposal, files }, signal)).rejects.toMatchObject({
      kind: "invalid-input",
    });
  });
});

describe("with a forge", () => {
  test("opens one pull request, and gives the same again after a lost answer and after the base moved", async () => {
    const forge = createMemoryForge(origin);
    const propose = createProposeChange(forge);
    forge.lostAnswer = new Failure("forge-unreachable", "cut");
    await expect(propose(proposal, signal)).rejects.toMatchObject({ kind: "forge-unreachable" });
    await propose(proposal, signal);
    const revision = await origin.commit({ branch: "main", files: { "README.md": "moved\n" } });
    const again = await propose({ ...proposal, base: { branch: "main", revision } }, signal);
    expect(again).toMatchObject({ kind: "pull-request", pullRequest: { number: 1, title: "Adopt" } });
    expect([...forge.pullRequests.keys()]).toEqual([1]);
    expect(forge.bodies.get(1)).toBe("Because.");
    expect(await origin.git("show", `refs/heads/${proposal.branch}:-dash.json`)).toBe(
      "no newline at the end",
    );
  });

  test("a branch of that name that holds something else is left alone", async () => {
    const propose = createProposeChange(createMemoryForge(origin));
    const other = await origin.commit({ branch: proposal.branch, files: { x: "1" }, parents: [] });
    await expect(propose(proposal, signal)).rejects.toMatchObject({ kind: "conflict" });
    expect(await origin.revisionOf(`refs/heads/${proposal.branch}`)).toBe(other);
  });
});
