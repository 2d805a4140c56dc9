import type { CommitRequest } from "../git/fast-import.ts";
import { createGitHubRepository, forkRepository, moveRepository } from "./change-repository.ts";
import { installationPayload, pingPayload } from "./create-github-world.ts";
import type {
  FakeCheckRun,
  FakeInstallation,
  FakeMergeGroup,
  FakePull,
  FakeRepository,
  FakeReview,
  GitHubPermission,
  GitHubWorld,
} from "./github-state.ts";
import { createInstallationToken } from "./installation-token.ts";
import { endMergeGroup, enqueuePull } from "./merge-queue.ts";
import {
  editPull,
  mergePull,
  type NewFakePull,
  openPull,
  type PullEdit,
  reviewPull,
} from "./pull-machine.ts";
import { type RefChange, syncRefs } from "./sync-refs.ts";
import type { FakeWebhooks } from "./webhook-hub.ts";
import { emitCheckRun } from "./webhook-payloads.ts";

/** What people do on GitHub's pages and with git. `sender` is a login, `ada` if not said. */
export interface FakeGitHubActions {
  /** Makes `owner/name` with a first commit on its default branch. */
  createRepository(
    fullName: string,
    options?: {
      readonly defaultBranch?: string;
      readonly isPrivate?: boolean;
      readonly files?: CommitRequest["files"];
      readonly permissions?: Readonly<Record<string, GitHubPermission>>;
    },
  ): Promise<FakeRepository>;
  fork(repository: FakeRepository, owner: string): Promise<FakeRepository>;
  rename(repository: FakeRepository, name: string): void;
  transfer(repository: FakeRepository, owner: string): void;
  /** Commits on a branch and pushes it; gives the revision. */
  push(repository: FakeRepository, commit: CommitRequest, sender?: string): Promise<string>;
  /** Notices what a test wrote with `repository.git`: force-pushes, deleted branches, tags. */
  sync(repository: FakeRepository, sender?: string): Promise<readonly RefChange[]>;
  openPull(repository: FakeRepository, pull: NewFakePull): Promise<FakePull>;
  editPull(
    repository: FakeRepository,
    pull: FakePull,
    edit: PullEdit & { readonly sender?: string },
  ): Promise<void>;
  /** Merges and gives the commit on the base branch. */
  mergePull(
    repository: FakeRepository,
    pull: FakePull,
    how?: { readonly by?: string; readonly method?: "merge" | "squash" },
  ): Promise<string>;
  reviewPull(
    repository: FakeRepository,
    pull: FakePull,
    review: {
      readonly user: string;
      readonly state: FakeReview["state"];
      readonly body?: string;
      readonly commit?: string;
    },
  ): FakeReview;
  enqueue(repository: FakeRepository, pull: FakePull): Promise<FakeMergeGroup>;
  endMergeGroup(
    repository: FakeRepository,
    pull: FakePull,
    reason: "merged" | "invalidated" | "dequeued",
  ): Promise<void>;
  /** Clicks a button of a completed check. */
  clickButton(repository: FakeRepository, run: FakeCheckRun, identifier: string, sender?: string): void;
  /** Clicks "Re-run", which leaves the run as it is. */
  rerequest(repository: FakeRepository, run: FakeCheckRun, sender?: string): void;
  /** A check that another app reports. */
  addForeignCheck(
    repository: FakeRepository,
    check: { readonly name: string; readonly headSha: string; readonly conclusion: string | null },
  ): FakeCheckRun;
  setPermission(repository: FakeRepository, login: string, permission: GitHubPermission): void;
  setRequiredChecks(repository: FakeRepository, branch: string, checks: readonly string[] | null): void;
  setInstallation(state: FakeInstallation["state"]): void;
  ping(): void;
  /** A personal token: no app, so no checks. */
  createUserToken(login: string): string;
  /** What asking as the app gives, without asking. */
  createInstallationToken(): string;
  /** Ends every installation token at once. */
  expireTokens(): void;
  /** The code that the manifest flow comes back with; good once. */
  createManifestCode(): string;
}

export function createGitHubActions(world: GitHubWorld, hooks: FakeWebhooks): FakeGitHubActions {
  return {
    createRepository: (fullName, options = {}) => createGitHubRepository(world, fullName, options),
    fork: (repository, owner) => forkRepository(world, repository, owner),
    rename: (repository, name) => moveRepository(world, repository, { name }),
    transfer: (repository, owner) => moveRepository(world, repository, { owner }),
    push: (repository, commit, sender = "ada") =>
      world.serially(repository, async () => {
        const revision = await repository.git.commit(commit);
        await syncRefs(world, repository, sender);
        return revision;
      }),
    sync: (repository, sender = "ada") =>
      world.serially(repository, () => syncRefs(world, repository, sender)),
    openPull: (repository, pull) => world.serially(repository, () => openPull(world, repository, pull)),
    editPull: (repository, pull, edit) =>
      world.serially(repository, () => editPull(world, { repository, pull }, { sender: "ada", ...edit })),
    mergePull: (repository, pull, how = {}) =>
      world.serially(repository, () => mergePull(world, { repository, pull }, { by: "ada", ...how })),
    reviewPull: (repository, pull, review) => reviewPull(world, { repository, pull }, review),
    enqueue: (repository, pull) => world.serially(repository, () => enqueuePull(world, { repository, pull })),
    endMergeGroup: (repository, pull, reason) =>
      world.serially(repository, () => endMergeGroup(world, { repository, pull }, reason)),
    ...checkActions(world),
    ...accountActions(world, hooks),
  };
}

function checkActions(world: GitHubWorld) {
  return {
    clickButton: (repository: FakeRepository, run: FakeCheckRun, identifier: string, sender = "ada") => {
      if (!run.actions.some((action) => action.identifier === identifier)) {
        throw new RangeError(`the check ${run.name} has no button ${identifier}`);
      }
      emitCheckRun(world, { repository, run }, { action: "requested_action", sender, identifier });
    },
    rerequest: (repository: FakeRepository, run: FakeCheckRun, sender = "ada") =>
      emitCheckRun(world, { repository, run }, { action: "rerequested", sender }),
    addForeignCheck: (
      repository: FakeRepository,
      check: { readonly name: string; readonly headSha: string; readonly conclusion: string | null },
    ): FakeCheckRun => {
      const at = world.now();
      const isCompleted = check.conclusion !== null;
      const run: FakeCheckRun = {
        id: world.nextId(),
        app: "other",
        ...check,
        detailsUrl: null,
        externalId: "",
        status: isCompleted ? "completed" : "in_progress",
        startedAt: at,
        completedAt: isCompleted ? at : null,
        title: null,
        summary: null,
        text: null,
        annotations: [],
        actions: [],
      };
      repository.checkRuns.push(run);
      return run;
    },
  };
}

function accountActions(world: GitHubWorld, hooks: FakeWebhooks) {
  const { state } = world;
  return {
    setPermission: (repository: FakeRepository, login: string, permission: GitHubPermission) => {
      repository.permissions.set(login, permission);
    },
    setRequiredChecks: (repository: FakeRepository, branch: string, checks: readonly string[] | null) => {
      if (checks === null) repository.requiredChecks.delete(branch);
      else repository.requiredChecks.set(branch, checks);
    },
    setInstallation: (next: FakeInstallation["state"]) => {
      const back = state.installation.state === "deleted" ? "created" : "unsuspend";
      const action = { active: back, suspended: "suspend", deleted: "deleted" }[next];
      state.installation.state = next;
      const payload = installationPayload(world);
      world.emit({ event: "installation", action, repository: null, sender: "acme", payload });
    },
    ping: () => {
      const payload = pingPayload(world, { id: hooks.hookId, url: hooks.url ?? "" });
      world.emit({ event: "ping", action: null, repository: null, sender: "acme", payload });
    },
    createUserToken: (login: string) => {
      const token = `ghp_${login}${world.nextId()}`;
      state.tokens.set(token, { kind: "user", login, isRevoked: false });
      return token;
    },
    createInstallationToken: () => createInstallationToken(world).token,
    expireTokens: () => {
      for (const [token, { kind }] of state.tokens) if (kind === "installation") state.tokens.delete(token);
    },
    createManifestCode: () => {
      const code = `code${world.nextId()}`;
      state.manifestCodes.add(code);
      return code;
    },
  };
}
