import type { CommitRequest } from "../git/fast-import.ts";
import type { FakeRepository, GitHubPermission, GitHubWorld } from "./github-state.ts";
import { renderUser, accountId } from "./shapes/render-account.ts";
import { fullName } from "./shapes/render-repository.ts";
import { readRefs } from "./sync-refs.ts";

interface NewRepository {
  readonly defaultBranch?: string;
  readonly isPrivate?: boolean;
  readonly files?: CommitRequest["files"];
  readonly permissions?: Readonly<Record<string, GitHubPermission>>;
}

export async function createGitHubRepository(
  world: GitHubWorld,
  name: string,
  options: NewRepository,
): Promise<FakeRepository> {
  const slash = name.indexOf("/");
  if (slash < 1) throw new RangeError(`"${name}" is not of the form owner/name`);
  const branch = options.defaultBranch ?? "main";
  const repository = await makeRepository(world, {
    owner: name.slice(0, slash),
    name: name.slice(slash + 1),
    branch,
    from: null,
  });
  repository.isPrivate = options.isPrivate ?? false;
  for (const [login, permission] of Object.entries(options.permissions ?? {})) {
    repository.permissions.set(login, permission);
  }
  const files = options.files ?? { "README.md": "# Pipelines\n" };
  await repository.git.commit({ branch, files, message: "Start" });
  repository.refs = await readRefs(repository);
  return repository;
}

export async function forkRepository(
  world: GitHubWorld,
  from: FakeRepository,
  owner: string,
): Promise<FakeRepository> {
  const fork = await makeRepository(world, { owner, name: from.name, branch: from.defaultBranch, from });
  fork.isInstalled = false;
  fork.refs = await readRefs(fork);
  return fork;
}

async function makeRepository(
  world: GitHubWorld,
  made: {
    readonly owner: string;
    readonly name: string;
    readonly branch: string;
    readonly from: FakeRepository | null;
  },
): Promise<FakeRepository> {
  const id = world.nextId();
  const git = await world.createGit(id, made.from);
  await git.git("symbolic-ref", "HEAD", `refs/heads/${made.branch}`);
  const repository: FakeRepository = {
    id,
    owner: made.owner,
    name: made.name,
    isPrivate: false,
    defaultBranch: made.branch,
    forkOf: made.from?.id ?? null,
    git,
    refs: new Map(),
    pulls: new Map(),
    nextNumber: 1,
    checkRuns: [],
    statuses: [],
    deployments: [],
    comments: [],
    permissions: new Map([[made.owner, "admin"]]),
    requiredChecks: new Map(),
    verifications: new Map(),
    mergeGroups: [],
    createdAt: world.now(),
    isInstalled: true,
  };
  world.state.repositories.set(id, repository);
  return repository;
}

/** Renames or transfers; the old name goes on leading to the same id. */
export function moveRepository(
  world: GitHubWorld,
  repository: FakeRepository,
  to: { readonly name?: string; readonly owner?: string },
): void {
  const before = { owner: repository.owner, name: repository.name };
  world.state.movedNames.set(fullName(repository).toLowerCase(), repository.id);
  repository.name = to.name ?? repository.name;
  repository.owner = to.owner ?? repository.owner;
  const sender = repository.owner;
  if (to.name !== undefined) {
    const changes = { repository: { name: { from: before.name } } };
    world.emit({ event: "repository", action: "renamed", repository, sender, payload: { changes } });
  }
  if (to.owner !== undefined) {
    const user = { ...renderUser(world, before.owner), id: accountId(world, before.owner) };
    const changes = { owner: { from: { user } } };
    world.emit({ event: "repository", action: "transferred", repository, sender, payload: { changes } });
  }
}
