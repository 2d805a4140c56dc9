import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import type { BenchDatabase } from "./databases.ts";

/** Whether it stores webhook deliveries or only answers them. */
export type ApiMode = "store" | "answer";

/** The compiled API in a process of its own, with nothing behind it. */
export async function startApi(
  { dataDirectory, url }: Pick<BenchDatabase, "dataDirectory" | "url">,
  mode: ApiMode = "store",
) {
  const child = fork(join(import.meta.dirname, "../api-server.js"), [dataDirectory, url ?? "", mode], {
    env: { PATH: process.env["PATH"], NODE_ENV: "production" },
  });
  const exit = once(child, "exit");
  const [port] = (await Promise.race([
    once(child, "message"),
    exit.then(([code]) => {
      throw new Error(`the server ended with ${code}`);
    }),
  ])) as [number];
  return {
    port,
    pid: child.pid,
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}
