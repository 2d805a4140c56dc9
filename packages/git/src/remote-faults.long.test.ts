import { inspect } from "node:util";

import { Failure, toFailure } from "@lockstep/model";
import { startGitServer, type GitServerFault } from "@lockstep/testkit";
import { describe, expect, test } from "vitest";

import { never, readTexts, remoteRoads, sync, useWorkbench } from "./roads.fixture.ts";

const token = "ghp_very-secret-token-0123456789";
const impatient = { idle: 1000, list: 150, fetch: 300 };

describe.each(remoteRoads)("a git server that misbehaves, asked $name", (road) => {
  const bench = useWorkbench();

  const start = async () => {
    const source = await bench().createSource();
    const revision = await source.commit({ branch: "main", files: { "pipelines/a": "x".repeat(100_000) } });
    return { source, revision, heads: new Map([["main", revision]]) };
  };

  test.each<[GitServerFault, string]>([
    [{ kind: "refuse" }, "repository-unreachable"],
    [{ kind: "status", status: 500 }, "repository-unreachable"],
    [{ kind: "status", status: 429 }, "repository-unreachable"],
    [{ kind: "hang" }, "deadline-exceeded"],
    [{ kind: "slow", milliseconds: 60_000 }, "deadline-exceeded"],
  ])("with %o is waited for, no longer than allowed", async (fault, kind) => {
    const { source, heads } = await start();
    const repository = await bench().open(source, road, { timeouts: impatient, token });
    bench().server.fault = fault;
    const startedAt = performance.now();
    await expect(repository.readBranches(never)).rejects.toMatchObject({ kind });
    await expect(repository.fetchRevisions(heads, never)).rejects.toMatchObject({ kind });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    bench().server.fault = null;
    expect(await sync(await bench().open(source, road))).toEqual(heads);
  });

  test("that cuts a pack off leaves a mirror that goes on", async () => {
    const { source, revision } = await start();
    const repository = await bench().open(source, road);
    const branches = await repository.readBranches(never);
    bench().server.fault = { kind: "cut", afterBytes: 150 };
    await expect(repository.fetchRevisions(branches, never)).rejects.toMatchObject({
      kind: "repository-unreachable",
    });
    bench().server.fault = null;
    await repository.fetchRevisions(branches, never);
    expect(Object.keys(await readTexts(repository, revision))).toEqual(["pipelines/a"]);
  });

  test("is left when the caller gives up", async () => {
    const { source, heads } = await start();
    const repository = await bench().open(source, road);
    bench().server.fault = { kind: "hang" };
    const caller = new AbortController();
    const attempts = [
      repository.readBranches(caller.signal),
      repository.fetchRevisions(heads, caller.signal),
    ].map((attempt) => attempt.catch((error: unknown) => toFailure(error).kind));
    caller.abort();
    expect(await Promise.all(attempts)).toEqual(["cancelled", "cancelled"]);
  });

  test("is told apart from a repository that is not there", async () => {
    const source = await bench().createSource();
    const missing = { ...source, url: `${source.url}-missing` };
    const repository = await bench().open(missing, road);
    await expect(repository.readBranches(never)).rejects.toThrow(/there is none at this address/);
  });

  test("gets the token when it asks for one", async () => {
    const { source, heads } = await start();
    bench().server.password = token;
    const repository = await bench().open(source, road, { token });
    expect(await sync(repository)).toEqual(heads);
  });

  test("gets the password written in the address, which no name repeats", async () => {
    const { source, heads } = await start();
    bench().server.password = token;
    const url = source.url.replace("http://", `http://ada:${token}@`);
    const repository = await bench().open({ ...source, url }, road);
    expect(repository.name).toBe(source.url);
    expect(await sync(repository)).toEqual(heads);
  });

  test.each([null, "wrong"])("refuses the token %s with advice", async (wrong) => {
    const { source } = await start();
    bench().server.password = token;
    const repository = await bench().open(source, road, { token: wrong });
    await expect(repository.readBranches(never)).rejects.toMatchObject({
      kind: "repository-unreachable",
      message: expect.stringContaining("LOCKSTEP_GIT_TOKEN"),
    });
  });

  test("finds no credential in any failure", async () => {
    const { source, heads } = await start();
    const url = source.url.replace("http://", `http://ada:${token}@`);
    const repository = await bench().open({ ...source, url }, road, { timeouts: impatient });
    const encoded = Buffer.from(`ada:${token}`).toString("base64");
    const faults: GitServerFault[] = [
      { kind: "refuse" },
      { kind: "hang" },
      { kind: "status", status: 401 },
      { kind: "status", status: 503 },
      { kind: "cut", afterBytes: 20 },
      { kind: "redirect", to: `http://ada:${token}@127.0.0.1:1` },
    ];
    for (const fault of faults) {
      bench().server.fault = fault;
      const failure = await repository.fetchRevisions(heads, never).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Failure);
      const shown = inspect(failure, { depth: 10, showHidden: true });
      expect(shown).not.toContain(token);
      expect(shown).not.toContain(encoded);
    }
  });

  test("may have moved to another origin, which gets no credentials", async () => {
    const { source } = await start();
    const other = await startGitServer();
    try {
      const moved = await other.createRepository(source.url.split("/").at(-1)?.replace(".git", "") ?? "");
      const revision = await moved.commit({ branch: "main", files: { "pipelines/moved": "1" } });
      bench().server.fault = { kind: "redirect", to: other.url };
      const repository = await bench().open(source, road, { token });
      await sync(repository);
      expect(await readTexts(repository, revision)).toEqual({ "pipelines/moved": "1" });
      expect(other.requests.length).toBeGreaterThan(1);
      expect(other.requests.map((request) => request.authorization)).toEqual(
        other.requests.map(() => undefined),
      );
      other.password = token;
      await expect(repository.readBranches(never)).rejects.toMatchObject({ kind: "repository-unreachable" });
      expect(other.requests.map((request) => request.authorization ?? "")).not.toContain(token);
    } finally {
      await other.stop();
    }
  });

  test("is refused by name when it uses SHA-256 object ids", async () => {
    const source = await bench().server.createRepository(`sha256-${road.native}`, "sha256");
    await source.commit({ branch: "main", files: { a: "1" } });
    const repository = await bench().open(source, road);
    await expect(repository.readBranches(never)).rejects.toMatchObject({
      kind: "repository-invalid",
      message: expect.stringContaining("SHA-256"),
    });
  });
});
