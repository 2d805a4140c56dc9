import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";

/** One start of native git. Secrets go into `secrets`, never into `args`, which every user of the machine can see. */
export interface GitCall {
  readonly gitdir: string;
  readonly args: readonly string[];
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Nothing of the user's or the machine's configuration, no prompts, no hooks, no replaced objects. */
const quietEnvironment = {
  HOME: "/nonexistent",
  XDG_CONFIG_HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_ASKPASS: "",
  SSH_ASKPASS: "",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_OPTIONAL_LOCKS: "0",
  LC_ALL: "C",
};

/** Starts git as the leader of its own process group, so that its helpers end with it. */
export function spawnGit(call: GitCall): ChildProcessWithoutNullStreams {
  const child = spawn("git", ["-c", "core.hooksPath=/dev/null", ...call.args], {
    cwd: call.gitdir,
    detached: true,
    env: {
      ...quietEnvironment,
      ...call.secrets,
      // Only where to find git; the rest of the process's environment stays out.
      PATH: process.env["PATH"],
      GIT_DIR: call.gitdir,
      GIT_ALLOW_PROTOCOL: "http:https",
    },
  });
  // A program that ends early closes its input; its exit says why.
  child.stdin.on("error", () => {});
  return child;
}

/** Ends git and everything it started. */
export function killGit(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is already gone.
    child.kill("SIGKILL");
  }
}
