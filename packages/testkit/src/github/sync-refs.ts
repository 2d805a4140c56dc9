import type { FakePull, FakeRepository, GitHubWorld } from "./github-state.ts";
import { attemptMerge, writePullHead } from "./merge-with-git.ts";
import { emitPull, emitPush } from "./webhook-payloads.ts";

const zeros = "0".repeat(40);

export interface RefChange {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/** Reads the branches and tags that are really there. */
export async function readRefs(repository: FakeRepository): Promise<Map<string, string>> {
  const lines = await repository.git.git(
    "for-each-ref",
    "--format=%(objectname) %(refname)",
    "refs/heads",
    "refs/tags",
  );
  const refs = new Map<string, string>();
  for (const line of lines.split("\n").filter((line) => line !== "")) {
    refs.set(line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" ")));
  }
  return refs;
}

/**
 * Notices what was pushed since the last look: sends `push`, moves the heads of pull requests (`synchronize`), and
 * marks those whose base moved, which are computed again when somebody reads them.
 */
export async function syncRefs(
  world: GitHubWorld,
  repository: FakeRepository,
  sender: string,
): Promise<readonly RefChange[]> {
  const before = repository.refs;
  const after = await readRefs(repository);
  repository.refs = after;
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .map((ref) => ({ ref, before: before.get(ref) ?? zeros, after: after.get(ref) ?? zeros }))
    .filter((change) => change.before !== change.after);
  for (const change of changes) {
    await emitPush(world, repository, { ...change, sender });
    await moveHeads(world, repository, { ...change, sender });
    markBases(repository, change.ref);
  }
  return changes;
}

async function moveHeads(
  world: GitHubWorld,
  pushed: FakeRepository,
  change: RefChange & { readonly sender: string },
): Promise<void> {
  if (change.after === zeros) return;
  for (const repository of world.state.repositories.values()) {
    for (const pull of repository.pulls.values()) {
      const isHead = pull.head.repository === pushed.id && `refs/heads/${pull.head.ref}` === change.ref;
      if (isHead && pull.state === "open") await moveHead(world, { repository, pull }, change);
    }
  }
}

async function moveHead(
  world: GitHubWorld,
  at: { readonly repository: FakeRepository; readonly pull: FakePull },
  change: RefChange & { readonly sender: string },
): Promise<void> {
  const { repository, pull } = at;
  pull.head.sha = change.after;
  pull.base.sha = repository.refs.get(`refs/heads/${pull.base.ref}`) ?? pull.base.sha;
  pull.updatedAt = world.now();
  await writePullHead(world, repository, pull);
  await attemptMerge(world, repository, pull);
  emitPull(world, at, {
    action: "synchronize",
    sender: change.sender,
    extra: { before: change.before, after: change.after },
  });
}

function markBases(repository: FakeRepository, ref: string): void {
  for (const pull of repository.pulls.values()) {
    if (pull.state === "open" && `refs/heads/${pull.base.ref}` === ref) pull.isOutdated = true;
  }
}
