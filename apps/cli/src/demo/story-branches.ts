import * as fs from "node:fs";

import git from "isomorphic-git";

import type { DemoCommitName } from "./demo-commits.ts";
import { storyCommit } from "./demo-repository.ts";

/** The demo repository as far as the story moves it. */
export interface StoryBranches {
  /** Moves a branch on to a commit of the story, and returns it; `null` where somebody else has moved the branch. */
  push(branch: string, name: DemoCommitName): Promise<string | null>;
  wasTold(chapter: string): Promise<boolean>;
  markTold(chapter: string): Promise<void>;
}

export function openStoryBranches(gitdir: string): StoryBranches {
  const repository = { fs, gitdir };
  const read = (ref: string) => git.resolveRef({ ...repository, ref }).catch(() => null);
  const toldRef = (chapter: string) => `refs/story/told/${chapter}`;

  return {
    async push(branch, name) {
      const ref = `refs/heads/${branch}`;
      const [value, current] = await Promise.all([read(storyCommit(name)), read(ref)]);
      if (value === null || current === null) return null;
      if (value === current) return value;
      const isAhead = await git.isDescendent({ ...repository, oid: value, ancestor: current });
      if (!isAhead) return null;
      await git.writeRef({ ...repository, ref, value, force: true });
      return value;
    },
    wasTold: async (chapter) => (await read(toldRef(chapter))) !== null,
    async markTold(chapter) {
      const value = await git.resolveRef({ ...repository, ref: storyCommit("first") });
      await git.writeRef({ ...repository, ref: toldRef(chapter), value, force: true });
    },
  };
}
