import type { OrgStore } from "@lockstep/model";

import { claimRun, endRun } from "./end-run.ts";
import { bodyOf, type TestApi } from "./open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "./seed-applied.ts";

const inProduction = { tier: "production", promotesFrom: "staging", source: { branch: "main" } } as const;

/** Two environments, of which production takes over from staging. */
export async function seedLadder(store: OrgStore): Promise<void> {
  await seedEnvironment(store, "production");
  await seedEnvironment(store, "staging");
}

export interface AppliedVersions {
  readonly environment: string;
  readonly deploy: string;
  /** By slug; each version does something else. */
  readonly versions: Readonly<Record<string, string>>;
  readonly state?: "applied" | "waiting" | "refused";
}

/** Deploys pipelines of these versions. */
export async function seedVersions(
  store: OrgStore,
  { environment, deploy, versions, state = "applied" }: AppliedVersions,
): Promise<void> {
  const pipelines = Object.entries(versions).map(([slug, version]) => pipelineOf(slug, version));
  const configuration = environment === "production" ? { configuration: inProduction } : {};
  await seedDeploy(store, { id: deploy, environment, pipelines, state, ...configuration });
}

/** A pipeline whose content depends on its version. */
function pipelineOf(slug: string, version: string) {
  return compiledPipeline(slug, version, {
    title: `The ${slug} pipeline`,
    team: slug.startsWith("a") ? "early" : "late",
    steps: [{ id: "greet", type: "set", with: { values: { greeting: version } } }],
  });
}

/** Runs a pipeline once, to this end. */
export async function runOnce(
  org: TestApi,
  { environment, slug }: { readonly environment: string; readonly slug: string },
  end: "completed" | "failed",
): Promise<string> {
  const path = `/api/v1/environments/${environment}/pipelines/${slug}/run`;
  const { run } = await bodyOf<{ run: { id: string } }>(
    org.request(path, { method: "POST", as: "runner", body: { input: {} } }),
  );
  const error = { type: "execution", message: "no" } as const;
  const state = end === "completed" ? ({ to: end, output: null } as const) : ({ to: end, error } as const);
  await endRun(org.store, await claimRun(org.store), state);
  return run.id;
}
