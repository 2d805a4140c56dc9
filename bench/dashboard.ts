import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { startGitServer } from "@lockstep/testkit";
import { chromium } from "playwright-core";

import { printTable } from "./measuring/print-table.ts";
import { say } from "./measuring/say.ts";
import { measureDashboard } from "./parts/dashboard.ts";
import { callApi } from "./product/call-api.ts";
import { ladder, loop, prepareLargeShop } from "./product/large-shop.ts";
import { type LockstepProcess, startLockstep } from "./product/lockstep-process.ts";

const { values: flags } = parseArgs({
  options: {
    pipelines: { type: "string", default: "2000" },
    attempts: { type: "string", default: "5000" },
  },
});
const size = { pipelines: Number(flags.pipelines), steps: 500, lines: 10_000 };

const git = await startGitServer();
const dataDirectory = await mkdtemp(join(tmpdir(), "lockstep-bench-"));
let product: LockstepProcess | null = null;
try {
  const repository = await git.createRepository("shop");
  say(`dashboard: applying ${size.pipelines} pipelines in ${ladder.length} environments`);
  const { released, ahead } = await prepareLargeShop(repository, size);
  product = await startLockstep({
    repository: repository.url,
    dataDirectory,
    databaseUrl: null,
    hasNativeGit: true,
  });
  for (const slug of ladder) await untilApplied(product, slug, slug === "production" ? released : ahead);
  const run = await runLoop(product, Number(flags.attempts));
  const browser = await chromium.launch({
    executablePath: process.env["LOCKSTEP_CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--disable-gpu",
      "--disable-background-networking",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  try {
    const context = await browser.newContext({
      baseURL: product.url,
      viewport: { width: 1_280, height: 800 },
    });
    const figures = await measureDashboard({ context, token: product.token, pipelines: size.pipelines, run });
    printTable(`bench/dashboard: ${size.pipelines} pipelines × ${ladder.length} environments`, figures);
  } finally {
    await browser.close();
  }
} finally {
  await product?.stop();
  await git.stop();
  await rm(dataDirectory, { recursive: true, force: true });
}

async function untilApplied(api: LockstepProcess, slug: string, revision: string): Promise<void> {
  const deadline = performance.now() + 300_000;
  for (;;) {
    const { environment } = JSON.parse(
      await callApi(api, "GET", `/environments/${slug}`).catch(() => '{"environment":null}'),
    );
    if (environment?.applied.revision === revision) return;
    if (performance.now() > deadline) throw new Error(`${slug}: ${environment?.because}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Runs the loop over so many items to its end and gives the run's id. */
async function runLoop({ url, token }: LockstepProcess, attempts: number): Promise<string> {
  const answer = await fetch(`${url}/api/v1/environments/staging/pipelines/${loop}/run?wait=60s`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ input: { items: Array.from({ length: attempts }, (_, at) => at) } }),
  });
  const { run } = (await answer.json()) as { readonly run: { readonly id: string; readonly status: string } };
  if (run.status !== "completed") throw new Error(`the run is ${run.status}`);
  return run.id;
}
