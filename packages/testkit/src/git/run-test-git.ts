import { spawn } from "node:child_process";

/** Nothing of the machine's own git configuration reaches a test, and commits have fixed people. */
export const testGitEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "Ada Lovelace",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada Lovelace",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

/** Runs the installed git and gives its trimmed output; rejects with what git said. */
export function runTestGit(
  directory: string,
  args: readonly string[],
  input: Uint8Array | string = "",
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { cwd: directory, env: testGitEnvironment });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString("utf8").trim());
      else reject(new Error(`git ${args.join(" ")}: ${Buffer.concat(errors).toString("utf8")}`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
