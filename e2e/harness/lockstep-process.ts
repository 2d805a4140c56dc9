import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const binary = join(import.meta.dirname, "../../apps/cli/bin/lockstep.js");

export interface StartOptions {
  /** Kept between starts, so that a killed process can be started again. */
  readonly dataDirectory: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** What to start instead of `up`. */
  readonly args?: readonly string[];
}

/** A real `lockstep up` in a process of its own. */
export interface LockstepProcess {
  readonly url: string;
  readonly pid: number;
  readonly output: () => string;
  /** `kill -9`: nothing gets to clean up. */
  kill(): Promise<void>;
  /** Stops it in its tracks for a while, as a machine that hangs does, and lets it go on. */
  freeze(milliseconds: number): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the built product and resolves when it answers `/healthz`. */
export async function startLockstep(options: StartOptions): Promise<LockstepProcess> {
  const { dataDirectory, port, env, args = ["up"] } = options;
  const child = spawn(process.execPath, [binary, ...args], {
    env: {
      PATH: process.env["PATH"],
      HOME: dataDirectory,
      NODE_ENV: "production",
      LOCKSTEP_DATA: dataDirectory,
      LOCKSTEP_PORT: String(port),
      LOCKSTEP_POLL: "500ms",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(child, url, () => output);
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
    async freeze(milliseconds) {
      child.kill("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      child.kill("SIGCONT");
    },
    async stop() {
      child.kill("SIGTERM");
      return exit;
    },
  };
}

async function untilHealthy(child: ChildProcess, url: string, output: () => string): Promise<void> {
  await eventually("lockstep answers /healthz", async () => {
    if (child.exitCode !== null) throw new Error(`lockstep ended with ${child.exitCode}:\n${output()}`);
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    return answer?.ok === true;
  });
}

/** Runs one command against a server of this machine, as a person beside it would, and gives what it prints. */
export async function runCommand(
  {
    dataDirectory,
    url,
    env: more = {},
  }: {
    readonly dataDirectory: string;
    readonly url: string;
    readonly env?: Readonly<Record<string, string>>;
  },
  ...args: readonly string[]
): Promise<string> {
  const { PATH } = process.env;
  const env = {
    PATH,
    HOME: dataDirectory,
    LOCKSTEP_DATA: dataDirectory,
    LOCKSTEP_PUBLIC_URL: url,
    ...more,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [binary, ...args], { env });
  return stdout;
}

/** A client with the token that the process wrote at its first start. */
export function adminClient(url: string, dataDirectory: string) {
  const token = () => readFileSync(join(dataDirectory, "admin-token"), "utf8").trim();
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; body: any }> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token()}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
  };
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), "lockstep-e2e-"));
}

/** Asks until the answer is true; fails with what was awaited. The interval only paces the asking. */
export async function eventually(
  what: string,
  isSo: () => Promise<boolean>,
  milliseconds = 30_000,
): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`gave up waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
