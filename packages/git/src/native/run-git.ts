import { killGit, spawnGit, type GitCall } from "./spawn-git.ts";

/** How a run of git ended. */
export interface GitResult {
  readonly code: number | null;
  readonly output: string;
  /** The end of what it complained about. */
  readonly complaint: string;
}

const complaintBytes = 4096;

/** Runs git to its end, or kills it and what it started when the signal fires. Rejects when git cannot be started. */
export function runGit(call: GitCall, signal: AbortSignal, maxOutput: number): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawnGit(call);
    const output: Buffer[] = [];
    let size = 0;
    let complaint = "";
    const stop = () => killGit(child);
    signal.addEventListener("abort", stop, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxOutput) output.push(chunk);
      else stop();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      complaint = (complaint + chunk.toString("utf8")).slice(-complaintBytes);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(signal.reason);
      else resolve({ code, output: Buffer.concat(output).toString("utf8"), complaint });
    });
    child.stdin.end();
  });
}
