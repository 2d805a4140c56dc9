import type { Revision } from "@lockstep/model";
import type { TestRepository } from "@lockstep/testkit";

/** The commit that merging `head` into `base` makes, on no branch; `null` when they conflict. */
export async function mergeRevisions(
  repository: TestRepository,
  base: Revision,
  head: Revision,
): Promise<Revision | null> {
  const tree = await mergeTrees(repository, base, head);
  if (tree === null) return null;

  return repository.git("commit-tree", tree, "-p", base, "-p", head, "-m", `Merge ${head}`);
}

async function mergeTrees(repository: TestRepository, base: Revision, head: Revision) {
  try {
    return await repository.git("merge-tree", "--write-tree", base, head);
  } catch {
    return null;
  }
}
