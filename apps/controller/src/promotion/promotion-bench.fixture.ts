import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { createNoForge } from "@lockstep/forge";
import type { Forge, OpenedPromotion, PromotionRequest, Promotions } from "@lockstep/model";

import { type Bench, environment, openBench } from "../bench.fixture.ts";
import { createPromotions } from "./create-promotions.ts";

const { signal } = new AbortController();
const run = promisify(execFile);

/** Staging on `develop` and production on `main`, which promotes from it, both applied by a real controller. */
export interface PromotionBench extends Bench {
  readonly promotions: Promotions;
  promote(request?: Partial<PromotionRequest>): Promise<OpenedPromotion>;
  /** The same without a forge. */
  promoteByHand(request?: Partial<PromotionRequest>): Promise<OpenedPromotion>;
  /** Commits to a branch and lets the controller look. */
  push(branch: string, files: Readonly<Record<string, string | null>>): Promise<string>;
  /** Runs commands in a fresh clone, as a person would. */
  type(commands: readonly string[]): Promise<void>;
  /** Files of a branch. */
  files(branch: string): Promise<readonly string[]>;
}

/** Opens with the same files on both branches. */
export async function openPromotionBench(
  files: Readonly<Record<string, string>>,
  production: object = {},
): Promise<PromotionBench> {
  const bench = await openBench();
  const promotionsOver = (forge: Forge) =>
    createPromotions({ ...bench.deps, evidence: bench.store.evidence, forge });
  const ask = (forge: Forge, request: Partial<PromotionRequest>) =>
    promotionsOver(forge).open(
      {
        from: "staging",
        to: "production",
        only: null,
        reason: "it soaked",
        actor: { kind: "token", id: "token:ada" },
        ...request,
      },
      signal,
    );
  const start = await bench.repository.commit({
    branch: "main",
    files: {
      ...environment("staging", "develop"),
      ...environment("production", "main", { promotesFrom: "staging", ...production }),
      ...files,
    },
  });
  await bench.repository.setBranch("develop", start);
  await bench.controller.reconcile();
  return Object.assign(bench, {
    promotions: promotionsOver(bench.forge),
    promote: (request: Partial<PromotionRequest> = {}) => ask(bench.forge, request),
    promoteByHand: (request: Partial<PromotionRequest> = {}) => ask(createNoForge(), request),
    async push(branch: string, changed: Readonly<Record<string, string | null>>) {
      const revision = await bench.repository.commit({
        branch,
        files: changed,
        message: `Change files of ${branch}`,
      });
      await bench.controller.reconcile();
      return revision;
    },
    async type(commands: readonly string[]) {
      const directory = await mkdtemp(join(tmpdir(), "lockstep-clone-"));
      await run("git", ["clone", "--quiet", bench.repository.directory, directory]);
      const person = { NAME: "Ada", EMAIL: "ada@example.com" };
      const env = Object.entries(person).flatMap(([name, value]) => [
        [`GIT_AUTHOR_${name}`, value],
        [`GIT_COMMITTER_${name}`, value],
      ]);
      await run("sh", ["-e", "-c", commands.join("\n")], {
        cwd: directory,
        env: { ...process.env, ...Object.fromEntries(env) },
      });
      await rm(directory, { recursive: true });
    },
    async files(branch: string) {
      const names = await bench.repository.git("ls-tree", "-r", "--name-only", `refs/heads/${branch}`);
      return names.split("\n").filter((name) => name.startsWith("pipelines/"));
    },
  });
}

/** A pipeline that calls another one. */
export function caller(slug: string, version: string, callee: string): Record<string, string> {
  const steps = [{ id: "call", type: "pipeline", with: { pipeline: callee } }];
  const manifest = { apiVersion: "lockstep/v1", kind: "Pipeline", slug, version, steps };
  return { [`pipelines/${slug}.pipeline.json`]: JSON.stringify(manifest) };
}

/** A pipeline in a folder of its own whose text lies in a file beside it. */
export function reader(slug: string, version: string, text: string, file = `${slug}/text.md`) {
  const steps = [{ id: "say", type: "set", with: { values: { text: { $file: file.split("/").at(-1) } } } }];
  const manifest = { apiVersion: "lockstep/v1", kind: "Pipeline", slug, version, steps };
  const folder = file.split("/").slice(0, -1).join("/");
  return {
    [`pipelines/${folder}/${slug}.pipeline.json`]: JSON.stringify(manifest),
    [`pipelines/${file}`]: text,
  };
}
