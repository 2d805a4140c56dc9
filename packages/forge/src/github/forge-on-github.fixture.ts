import type { CheckReport, Forge } from "@lockstep/model";
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from "@lockstep/testkit";

import { createGitHubForge } from "./create-github-forge.ts";
import type { GitHubForgeOptions, GitHubSignIn } from "./github-options.ts";

export const signal = new AbortController().signal;

/** A forge that speaks to a fake GitHub over HTTP, whose clock both share and a test moves by hand. */
export interface ForgeOnGitHub {
  readonly github: FakeGitHub;
  readonly repository: FakeRepository;
  readonly forge: Forge;
  readonly clock: { now(): number; time: number };
  /** Another process with the same configuration. */
  another(options?: Partial<GitHubForgeOptions>): Forge;
  /** Method and path of each request since the last call. */
  takeRequests(): readonly string[];
}

export async function startForge(signInOf?: (github: FakeGitHub) => GitHubSignIn): Promise<ForgeOnGitHub> {
  const clock = {
    time: Date.parse("2026-02-03T10:00:00Z"),
    now: () => clock.time,
  };
  const github = await startFakeGitHub({ now: clock.now });
  const repository = await github.createRepository("acme/flows", { files: { "README.md": "flows\n" } });
  const { app } = github.state;
  const another = (options: Partial<GitHubForgeOptions> = {}) =>
    createGitHubForge({
      repositoryUrl: `${github.origin}/acme/flows.git`,
      apiUrl: github.url,
      signIn: signInOf?.(github) ?? { kind: "app", appId: String(app.id), privateKey: app.privateKey },
      clock,
      writesPerMinute: 100_000,
      repeatAfterMs: 0,
      ...options,
    });
  let seen = 0;
  return {
    github,
    repository,
    clock,
    another,
    forge: another(),
    takeRequests() {
      const fresh = github.requests.slice(seen).map(({ method, path }) => `${method} ${path}`);
      seen = github.requests.length;
      return fresh;
    },
  };
}

export function checkReport(headRevision: string, changes: Partial<CheckReport> = {}): CheckReport {
  return {
    name: "lockstep / validate",
    headRevision,
    externalId: "sha256:1",
    conclusion: "success",
    title: "3 pipelines are valid",
    summary: "Everything is fine.",
    text: null,
    annotations: [],
    buttons: [],
    detailsUrl: "https://lockstep.example.com/checks/1",
    startedAt: "2026-02-03T09:59:00.000Z",
    completedAt: "2026-02-03T09:59:30.000Z",
    ...changes,
  };
}

export function annotations(count: number): CheckReport["annotations"] {
  return Array.from({ length: count }, (_, index) => ({
    path: "pipelines/a.pipeline.json",
    line: index + 1,
    column: index % 2 === 0 ? null : 3,
    level: "failure",
    title: `Problem ${index + 1}`,
    message: "It is wrong.",
  }));
}
