import { existsSync } from "node:fs";
import * as fs from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";

import git from "isomorphic-git";

import { type DemoCommitName, demoCommits } from "./demo-commits.ts";
import { readDemoContents } from "./demo-content.ts";
import { demoAuthors } from "./demo-people.ts";
import { writeCommit } from "./write-commit.ts";

/**
 * Makes the bare demo repository once and returns its path. Both branches begin at the first commit; the others lie
 * ready below `refs/story/commits/` for whoever tells the story. A half-made one of a killed start is thrown away.
 */
export async function ensureDemoRepository(dataDirectory: string): Promise<string> {
  const place = join(dataDirectory, "demo.git");
  if (existsSync(place)) return place;
  const draft = `${place}.draft`;
  await rm(draft, { recursive: true, force: true });
  await git.init({ fs, gitdir: draft, bare: true, defaultBranch: "main" });
  const contents = await readDemoContents();
  const now = Math.floor(Date.now() / 1_000);
  let parent: readonly string[] = [];
  for (const [at, { name, author, hoursAgo, message }] of demoCommits.entries()) {
    const revision = await writeCommit(draft, {
      content: contents[at] ?? new Map(),
      parent,
      message,
      author: demoAuthors[author],
      timestamp: now - hoursAgo * 3_600,
    });
    await git.writeRef({ fs, gitdir: draft, ref: storyCommit(name), value: revision });
    if (parent.length === 0) await startBranches(draft, revision);
    parent = [revision];
  }
  await rename(draft, place);
  return place;
}

/** Where a commit of the story lies ready. */
export function storyCommit(name: DemoCommitName): string {
  return `refs/story/commits/${name}`;
}

async function startBranches(gitdir: string, value: string): Promise<void> {
  for (const branch of ["main", "develop"]) {
    await git.writeRef({ fs, gitdir, ref: `refs/heads/${branch}`, value });
  }
}
