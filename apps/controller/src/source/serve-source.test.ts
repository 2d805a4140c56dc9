import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";

import { openRepository } from "@lockstep/git";
import { startGitServer } from "@lockstep/testkit";
import { expect, onTestFinished, test } from "vitest";

import { createRepositorySource } from "./repository-source.ts";
import { serveSource } from "./serve-source.ts";
import type { Call, NewToken } from "./worker-protocol.ts";

test("a served source asks with the token it was handed last", async () => {
  const git = await startGitServer();
  const directory = await mkdtemp(join(tmpdir(), "lockstep-source-"));
  const { port1: port, port2: served } = new MessageChannel();
  onTestFinished(async () => {
    port.close();
    await git.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const repository = await git.createRepository("acme");
  const revision = await repository.commit({ branch: "main", files: { a: "1" } });
  let token: string | null = "ghs_first";
  const open = async () => {
    const options = { location: repository.url, directory, token: () => token, native: "off" as const };
    return createRepositorySource(await openRepository(options));
  };
  serveSource(served, open, (next) => {
    token = next;
  });

  const readHeads = async (id: number) => {
    const answered = once(port, "message");
    port.postMessage({ id, method: "readHeads", request: null } satisfies Call);
    return ((await answered) as unknown[])[0];
  };
  const heads = new Map([["main", revision]]);
  git.password = "ghs_first";
  expect(await readHeads(1)).toEqual({ id: 1, value: heads });
  git.password = "ghs_second";
  expect(await readHeads(2)).toMatchObject({ failure: { kind: "repository-unreachable" } });
  port.postMessage({ token: "ghs_second" } satisfies NewToken);
  expect(await readHeads(3)).toEqual({ id: 3, value: heads });
});
