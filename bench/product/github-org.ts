import { createPlanner, createRepositorySource } from "@lockstep/controller";
import { createNoForge } from "@lockstep/forge";
import { openRepository } from "@lockstep/git";
import { type FakePull, type FakeRepository, startFakeGitHub } from "@lockstep/testkit";

import { generateRepository, type RepositorySize } from "../generate-repository.ts";
import { openBenchStore, sqliteSource } from "./databases.ts";
import { startLockstep } from "./lockstep-process.ts";
import { applyOnce } from "./running-org.ts";
import { untilApplied } from "./until-applied.ts";

const secret = "a secret of the benchmark";

/** A real `lockstep up` on SQLite beside GitHub, with everything applied and one open pull request from `topic`. */
export interface GitHubOrg {
  /** Pushes to the pull request and gives its head; nobody is told of it before {@link release}. */
  push(files: Readonly<Record<string, string>>): Promise<string>;
  /** Sends the webhooks of what was pushed. */
  release(): Promise<void>;
  /** Resolves once so many checks of the commit are completed. */
  untilChecked(head: string, checks: number): Promise<void>;
  /** Compiles and plans a revision in this process, as the product does, and tells nobody. */
  plan(revision: string): Promise<void>;
  readPeakMemory(): Promise<number | null>;
  /** REST requests so far, and how many of them asked for news only: GitHub does not count those without any. */
  requests(): { readonly all: number; readonly conditional: number };
  stop(): Promise<void>;
}

export async function startGitHubOrg(
  size: RepositorySize,
  env: Readonly<Record<string, string>> = {},
): Promise<GitHubOrg> {
  // Computing what a merge would make is GitHub's time.
  const github = await startFakeGitHub({ unknownReads: 0 });
  const repository = await github.createRepository("acme/flows", { permissions: { ada: "admin" } });
  const applied = await generateRepository(repository.git, size);
  await repository.git.setBranch("topic", applied);
  await github.sync(repository);
  const databases = sqliteSource();
  const [database, scratch] = [await databases.create(), await databases.createMigrated()];
  const { app } = github.state;
  const product = await startLockstep({
    repository: `${github.origin}/acme/flows.git`,
    dataDirectory: database.dataDirectory,
    databaseUrl: null,
    hasNativeGit: true,
    env: {
      LOCKSTEP_GITHUB_API_URL: github.url,
      LOCKSTEP_GITHUB_WEBHOOK_SECRET: secret,
      LOCKSTEP_GITHUB_APP_ID: String(app.id),
      LOCKSTEP_GITHUB_PRIVATE_KEY: app.privateKey,
      LOCKSTEP_GITHUB_WRITES_PER_MINUTE: "100000",
      ...env,
    },
  });
  github.webhooks.configure({ url: `${product.url}/api/v1/hooks/github`, secret });
  const observer = await database.openRaw();
  await untilApplied(observer, applied);
  await observer.close();
  const planner = await startPlanner(repository, scratch);
  let pull: FakePull | null = null;
  github.webhooks.hold();

  return {
    async push(files) {
      const head = await github.push(repository, { branch: "topic", files });
      pull ??= await github.openPull(repository, { head: "topic", base: "main" });
      return head;
    },
    async release() {
      await github.webhooks.release();
      github.webhooks.hold();
    },
    async untilChecked(head, checks) {
      const deadline = performance.now() + 120_000;
      const done = () =>
        repository.checkRuns.filter(({ headSha, status }) => headSha === head && status === "completed");
      while (done().length < checks) {
        if (performance.now() > deadline) throw new Error(`${head} was not checked within 2 minutes`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    plan: planner.plan,
    readPeakMemory: product.readPeakMemory,
    requests: () => ({
      all: github.requests.length,
      conditional: github.requests.filter(({ headers }) => headers["if-none-match"] !== undefined).length,
    }),
    async stop() {
      await product.stop();
      await planner.stop();
      await github.close();
      for (const made of [database, scratch]) await made.remove();
    },
  };
}

/** Has applied the same to a database of its own. */
async function startPlanner(
  { git }: FakeRepository,
  database: Parameters<typeof openBenchStore>[0],
): Promise<{ plan(revision: string): Promise<void>; stop(): Promise<void> }> {
  const store = await openBenchStore(database);
  await applyOnce(store, git, database.dataDirectory);
  const opened = await openRepository({
    location: git.directory,
    directory: database.dataDirectory,
    token: null,
    native: "off",
  });
  const source = createRepositorySource(opened);
  const secrets = { resolve: async () => "" };
  const planner = createPlanner({
    store,
    source,
    secrets,
    forge: createNoForge(),
    controlBranch: "main",
  });
  return {
    plan: async (revision) => void (await planner.preview("staging", revision, AbortSignal.timeout(120_000))),
    async stop() {
      await source.close();
      await store.close();
    },
  };
}
