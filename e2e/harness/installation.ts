import { createServer } from "node:net";

import { startGitServer, type GitServer, type TestRepository } from "@lockstep/testkit";

import {
  adminClient,
  eventually,
  type LockstepProcess,
  startLockstep,
  temporaryDirectory,
} from "./lockstep-process.ts";

/** A running product beside a real git server, as one team would have it. */
export interface Installation {
  readonly repository: TestRepository;
  readonly git: GitServer;
  readonly dataDirectory: string;
  process(): LockstepProcess;
  call: ReturnType<typeof adminClient>;
  /** Starts it again after a kill, with the same data. */
  restart(): Promise<void>;
  /** Resolves with the environment once it satisfies the claim. */
  untilEnvironment(slug: string, what: string, isSo: (environment: any) => boolean): Promise<any>;
  /** Resolves once the environment has applied the revision. */
  untilApplied(slug: string, revision: string): Promise<any>;
  /** Runs a pipeline to its end and returns the run. */
  run(environment: string, slug: string, input?: unknown): Promise<any>;
  stop(): Promise<void>;
}

export async function startInstallation(
  prepare: (repository: TestRepository) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<Installation> {
  const git = await startGitServer();
  const repository = await git.createRepository("acme");
  await prepare(repository);
  const dataDirectory = temporaryDirectory();
  const port = await freePort();
  const start = () => startLockstep({ dataDirectory, port, env: { LOCKSTEP_REPO: repository.url, ...env } });
  let running = await start();
  const call = adminClient(running.url, dataDirectory);

  async function untilEnvironment(slug: string, what: string, isSo: (environment: any) => boolean) {
    let last: any = null;
    await eventually(`${slug} ${what}`, async () => {
      const { status, body } = await call("GET", `/environments/${slug}`);
      last = status === 200 ? body.environment : null;
      return last !== null && isSo(last);
    }).catch((thrown: Error) => {
      throw new Error(
        `${thrown.message}; last seen: ${JSON.stringify(last)}\n${running.output().slice(-3000)}`,
      );
    });
    return last;
  }

  return {
    repository,
    git,
    dataDirectory,
    process: () => running,
    call,
    async restart() {
      running = await start();
    },
    untilEnvironment,
    untilApplied: (slug, revision) =>
      untilEnvironment(slug, `has applied ${revision}`, ({ applied }) => applied?.revision === revision),
    async run(environment, slug, input = {}) {
      const answer = await call("POST", `/environments/${environment}/pipelines/${slug}/run?wait=30s`, {
        input,
      });
      if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.run;
    },
    async stop() {
      await running.stop();
      await git.stop();
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
