import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

import { readPeakMemory } from "../measuring/read-peak-memory.ts";

export interface ProcessOptions {
  readonly repository: string;
  readonly dataDirectory: string;
  /** `null` uses SQLite. */
  readonly databaseUrl: string | null;
  /** What to start instead of `up`. */
  readonly args?: readonly string[];
  /** Without it the process finds no `git` and fetches by itself. */
  readonly hasNativeGit: boolean;
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real `lockstep up`, compiled, in a process of its own. */
export interface LockstepProcess {
  readonly url: string;
  readonly token: string;
  /** Most memory that was ever resident, in MiB; `null` where /proc does not tell. */
  readPeakMemory(): Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts the product and resolves when it answers. Only hints make it look at git: it polls once an hour. */
export async function startLockstep(options: ProcessOptions): Promise<LockstepProcess> {
  const port = await freePort();
  const { args = ["up"] } = options;
  const child = spawn(process.execPath, [join(process.cwd(), "apps/cli/bin/lockstep.js"), ...args], {
    env: environmentOf(options, port),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}`;
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null) throw new Error(`lockstep ended with ${child.exitCode}:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    url,
    token: (await readFile(join(options.dataDirectory, "admin-token"), "utf8")).trim(),
    readPeakMemory: () => readPeakMemory(child.pid),
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

function environmentOf(
  { repository, dataDirectory, databaseUrl, hasNativeGit, env = {} }: ProcessOptions,
  port: number,
) {
  return {
    PATH: hasNativeGit ? process.env["PATH"] : dataDirectory,
    HOME: dataDirectory,
    NODE_ENV: "production",
    LOCKSTEP_REPO: repository,
    LOCKSTEP_DATA: dataDirectory,
    LOCKSTEP_PORT: String(port),
    LOCKSTEP_POLL: "1h",
    LOCKSTEP_LOG: "warn",
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    ...env,
  };
}

async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/healthz`).catch(() => null);
  return answer?.ok === true;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
