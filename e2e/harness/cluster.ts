import { randomBytes } from "node:crypto";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  createTestDatabase,
  type GitServer,
  startGitServer,
  type TestDatabase,
  type TestRepository,
} from "@lockstep/testkit";

import { freePort } from "./installation.ts";
import {
  adminClient,
  eventually,
  type LockstepProcess,
  startLockstep,
  temporaryDirectory,
} from "./lockstep-process.ts";

/** One process of a cluster, in whatever life it is. */
export interface Member {
  readonly name: string;
  process(): LockstepProcess;
  /** Speaks to it; only an API answers. */
  call: ReturnType<typeof adminClient>;
  /** Starts it again after its end, with the same data. */
  restart(): Promise<void>;
}

/** Many processes beside one PostgreSQL and one git server. */
export interface Cluster {
  readonly repository: TestRepository;
  readonly database: TestDatabase;
  /** Starts a process; `args` as on the command line. */
  add(name: string, args: readonly string[]): Promise<Member>;
  untilApplied(api: Member, environment: string, revision: string): Promise<void>;
  /** Which life of which member a process id was: each names its connections after it, as `name.life`. */
  readonly livesByPid: ReadonlyMap<number, string>;
  stop(): Promise<void>;
}

export async function startCluster(
  serverUrl: string,
  prepare: (repository: TestRepository) => Promise<void>,
  moreEnv: Readonly<Record<string, string>> = {},
): Promise<Cluster> {
  const git: GitServer = await startGitServer();
  const repository = await git.createRepository("acme");
  await prepare(repository);
  const database = await createTestDatabase(serverUrl);
  const serverKey = join(temporaryDirectory(), "server-key");
  writeFileSync(serverKey, randomBytes(32).toString("hex"));
  const members: Member[] = [];
  const livesByPid = new Map<number, string>();
  let tokenDirectory = "";

  async function add(name: string, args: readonly string[]): Promise<Member> {
    const dataDirectory = temporaryDirectory();
    tokenDirectory ||= dataDirectory;
    copyFileSync(serverKey, join(dataDirectory, "server-key"));
    const port = await freePort();
    let lives = 0;
    const start = async () => {
      lives += 1;
      const life = `${name}.${lives}`;
      const url = new URL(database.url);
      url.searchParams.set("application_name", life);
      const env = { LOCKSTEP_REPO: repository.url, DATABASE_URL: url.href, ...moreEnv };
      const started = await startLockstep({ dataDirectory, port, env, args });
      livesByPid.set(started.pid, life);
      return started;
    };
    let running = await start();
    const member: Member = {
      name,
      process: () => running,
      // One token for all: Idempotency-Keys are a token's own.
      call: adminClient(running.url, tokenDirectory),
      async restart() {
        running = await start();
      },
    };
    members.push(member);
    return member;
  }

  return {
    repository,
    database,
    livesByPid,
    add,
    async untilApplied(api, environment, revision) {
      await eventually(`${environment} has applied ${revision}`, async () => {
        const { status, body } = await api.call("GET", `/environments/${environment}`);
        return status === 200 && body.environment.applied?.revision === revision;
      });
    },
    async stop() {
      for (const member of members) await member.process().stop();
      await git.stop();
      await database.drop();
    },
  };
}
