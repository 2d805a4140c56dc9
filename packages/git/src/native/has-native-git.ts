import { tmpdir } from "node:os";

import { runGit } from "./run-git.ts";

/** Oldest git whose partial and shallow fetches behave as expected here: Debian 11 ships it. */
const oldest = [2, 30] as const;

/** Whether a recent enough git is installed. */
export async function hasNativeGit(): Promise<boolean> {
  const call = { gitdir: tmpdir(), args: ["--version"] };
  try {
    const { output } = await runGit(call, AbortSignal.timeout(5000), 1024);
    const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(output) ?? [];
    return Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1]);
  } catch {
    // Not installed, not executable or not answering: the road in process is always there.
    return false;
  }
}
