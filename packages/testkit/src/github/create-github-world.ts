import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { join } from "node:path";

import { runTestGit } from "../git/run-test-git.ts";
import { createTestRepository, openTestRepository } from "../git/test-repository.ts";
import type { FakeRepository, GitHubEvent, GitHubState, GitHubWorld, Json } from "./github-state.ts";
import { renderApp, renderInstallation, renderUser } from "./shapes/render-account.ts";
import { renderRepository } from "./shapes/render-repository.ts";

const permissions = {
  checks: "write",
  contents: "write",
  deployments: "write",
  merge_queues: "read",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
  administration: "read",
} as const;

const events = [
  "check_run",
  "check_suite",
  "create",
  "delete",
  "merge_group",
  "pull_request",
  "pull_request_review",
  "push",
  "repository",
];

let sharedKey: string | undefined;

/** One key for all fakes of a process: making one takes longer than everything else. */
function privateKey(): string {
  sharedKey ??= generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs1", format: "pem" })
    .toString();
  return sharedKey;
}

/** A GitHub with one app, installed for `acme`, and no repositories. */
export function createGitHubState(nextId: () => number): GitHubState {
  const key = privateKey();
  return {
    repositories: new Map(),
    movedNames: new Map(),
    users: new Map(),
    app: {
      id: nextId(),
      slug: "lockstep-test",
      name: "Lockstep test",
      clientId: "Iv23liFakeLockstep",
      clientSecret: "not a secret, only a test",
      owner: "acme",
      privateKey: key,
      publicKey: createPublicKey(key),
      permissions,
      events,
    },
    installation: { id: nextId(), account: "acme", state: "active", permissions },
    tokens: new Map(),
    manifestCodes: new Set(),
  };
}

interface WorldParts {
  readonly state: GitHubState;
  readonly directory: string;
  readonly origin: string;
  readonly now: () => number;
  readonly nextId: () => number;
  readonly unknownReads: number;
  readonly send: (event: GitHubEvent, payload: Json) => void;
}

export function createGitHubWorld(parts: WorldParts): GitHubWorld {
  const { state, directory, send, ...rest } = parts;
  const lines = new WeakMap<FakeRepository, Promise<unknown>>();
  const world: GitHubWorld = {
    ...rest,
    state,
    emit: (event) => send(event, payloadOf(world, event)),
    createGit: async (id, from) => {
      const path = join(directory, `${id}.git`);
      if (from === null) {
        const created = await createTestRepository(path, `${rest.origin}/${id}.git`);
        await configure(path);
        return created;
      }
      await runTestGit("/", ["clone", "--quiet", "--bare", "--no-tags", from.git.directory, path]);
      await configure(path);
      return openTestRepository(path);
    },
    serially: (repository, change) => {
      const before = lines.get(repository) ?? Promise.resolve();
      const result = before.then(change, change);
      lines.set(repository, result);
      return result;
    },
  };
  return world;
}

async function configure(path: string): Promise<void> {
  await runTestGit(path, ["config", "http.receivepack", "true"]);
  // As on GitHub: any commit that is reachable may be asked for.
  await runTestGit(path, ["config", "uploadpack.allowReachableSHA1InWant", "true"]);
}

/** What every payload has besides its own content. */
function payloadOf(world: GitHubWorld, event: GitHubEvent): Json {
  const { repository } = event;
  const isAppEvent = event.event === "installation" || event.event === "ping";
  return {
    ...(event.action === null ? {} : { action: event.action }),
    ...event.payload,
    ...(repository === null ? {} : { repository: renderPayloadRepository(world, repository, event.event) }),
    sender: renderUser(world, event.sender),
    ...(isAppEvent ? {} : { installation: { id: world.state.installation.id, node_id: "MDIz" } }),
  };
}

/** `push` writes its times as numbers. */
function renderPayloadRepository(world: GitHubWorld, repository: FakeRepository, event: string): Json {
  const rendered = { ...renderRepository(world, repository), custom_properties: {} };
  if (event !== "push") return rendered;
  const at = Math.floor(repository.createdAt / 1000);
  return { ...rendered, created_at: at, pushed_at: at };
}

export function installationPayload(world: GitHubWorld): Json {
  const repositories = [...world.state.repositories.values()].filter(({ isInstalled }) => isInstalled);
  return {
    installation: renderInstallation(world),
    repositories: repositories.map(({ id, owner, name, isPrivate }) => ({
      id,
      name,
      node_id: `R_${id}`,
      full_name: `${owner}/${name}`,
      private: isPrivate,
    })),
    requester: null,
  };
}

export function pingPayload(world: GitHubWorld, hook: { readonly id: number; readonly url: string }): Json {
  const at = "2026-01-01T00:00:00Z";
  return {
    zen: "Non-blocking is better than blocking.",
    hook_id: hook.id,
    hook: {
      type: "App",
      id: hook.id,
      name: "web",
      active: true,
      app_id: world.state.app.id,
      events: renderApp(world)["events"],
      config: { content_type: "json", insecure_ssl: "0", secret: "********", url: hook.url },
      updated_at: at,
      created_at: at,
      deliveries_url: `${world.origin}/api/v3/app/hook/deliveries`,
    },
  };
}
