import { type FakeCheckRun, type FakeGitHub, type FakeRepository, startFakeGitHub } from "@lockstep/testkit";

import { freePort } from "./installation.ts";
import {
  adminClient,
  eventually,
  type LockstepProcess,
  startLockstep,
  temporaryDirectory,
} from "./lockstep-process.ts";

const secret = "a secret of the webhook";

/** A running product beside GitHub, with an app installed on one repository. */
export interface GitHubInstallation {
  readonly github: FakeGitHub;
  readonly repository: FakeRepository;
  readonly dataDirectory: string;
  readonly process: LockstepProcess;
  call: ReturnType<typeof adminClient>;
  /** Commits on a new branch that starts at `from`. */
  branchOff(branch: string, from: string, files: Readonly<Record<string, string | null>>): Promise<string>;
  /** The newest run of a check on a commit once it is completed and satisfies the claim. */
  untilCheck(
    head: string,
    name: string,
    isSo?: (run: FakeCheckRun) => boolean,
    milliseconds?: number,
  ): Promise<FakeCheckRun>;
  /** Our checks on a commit, oldest first. */
  checksOn(head: string): readonly FakeCheckRun[];
  untilApplied(environment: string, revision: string): Promise<void>;
  /** The states of the one deployment of a commit in an environment, oldest first; `null` before there is one. */
  deploymentStates(environment: string, revision: string): readonly string[] | null;
  /** Starts it again on the same data, after it was killed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface GitHubSetup {
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it gets a personal token instead of the app's key. */
  readonly hasTokenOnly?: boolean;
}

export async function startGitHubInstallation(setup: GitHubSetup): Promise<GitHubInstallation> {
  const github = await startFakeGitHub();
  const repository = await github.createRepository("acme/flows", {
    files: setup.files,
    permissions: { ada: "admin", bob: "write", eve: "read" },
  });
  await repository.git.setBranch("develop", await repository.git.revisionOf("main"));
  await github.sync(repository);
  const { app } = github.state;
  const credentials: Record<string, string> = setup.hasTokenOnly
    ? { LOCKSTEP_GITHUB_TOKEN: github.createUserToken("ada") }
    : { LOCKSTEP_GITHUB_APP_ID: String(app.id), LOCKSTEP_GITHUB_PRIVATE_KEY: app.privateKey };
  const dataDirectory = temporaryDirectory();
  const options = {
    dataDirectory,
    port: await freePort(),
    env: {
      LOCKSTEP_REPO: `${github.origin}/acme/flows.git`,
      LOCKSTEP_GITHUB_API_URL: github.url,
      LOCKSTEP_GITHUB_WEBHOOK_SECRET: secret,
      LOCKSTEP_GITHUB_WRITES_PER_MINUTE: "100000",
      ...credentials,
      ...setup.env,
    },
  };
  let process = await startLockstep(options);
  github.webhooks.configure({ url: `${process.url}/api/v1/hooks/github`, secret });
  const call = adminClient(process.url, dataDirectory);
  const checksOn = (head: string) =>
    repository.checkRuns.filter(({ app: reporter, headSha }) => reporter === "own" && headSha === head);

  return {
    github,
    repository,
    dataDirectory,
    get process() {
      return process;
    },
    call,
    checksOn,
    branchOff: (branch, from, files) =>
      repository.git
        .revisionOf(from)
        .then((parent) => github.push(repository, { branch, files, parents: [parent] })),
    async untilCheck(head, name, isSo = () => true, milliseconds = 30_000) {
      const newest = () => checksOn(head).findLast((run) => run.name === name && run.status === "completed");
      const isReached = async () => {
        const run = newest();
        return run !== undefined && isSo(run);
      };
      await eventually(`${name} on ${head}`, isReached, milliseconds).catch((thrown: Error) => {
        const seen = checksOn(head).map(({ name, status, conclusion, title }) => ({
          name,
          status,
          conclusion,
          title,
        }));
        throw new Error(
          `${thrown.message}; seen: ${JSON.stringify(seen)}\n${process.output().slice(-3_000)}`,
        );
      });
      return newest() as FakeCheckRun;
    },
    untilApplied: (environment, revision) =>
      eventually(`${environment} has applied ${revision}`, async () => {
        const { body } = await call("GET", `/environments/${environment}`);
        return body?.environment?.applied?.revision === revision;
      }),
    deploymentStates(environment, revision) {
      const found = repository.deployments.filter(
        (deployment) => deployment.environment === environment && deployment.sha === revision,
      );
      if (found.length > 1) throw new Error(`${found.length} deployments of ${revision} in ${environment}`);
      return found[0]?.statuses.map(({ state }) => state) ?? null;
    },
    async restart() {
      process = await startLockstep(options);
    },
    async stop() {
      await process.stop();
      await github.close();
    },
  };
}
