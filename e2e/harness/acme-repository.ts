import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { runTestGit, type TestRepository } from "@lockstep/testkit";

import type { AcmeWorld } from "./acme-world.ts";
import { temporaryDirectory } from "./lockstep-process.ts";

const example = join(import.meta.dirname, "../../packages/manifest/fixtures/acme");

/** A folder in no git repository with a copy of the example repository. */
export function copyOfAcme(): string {
  const folder = temporaryDirectory();
  cpSync(example, folder, { recursive: true });
  return folder;
}

/** Pushes the example repository over HTTP to `main` and `develop`, its environments naming this world. */
export async function pushAcme(repository: TestRepository, world: AcmeWorld): Promise<void> {
  const folder = copyOfAcme();
  adaptEnvironments(folder, world);
  await repository.git("config", "http.receivepack", "true");
  await runTestGit(folder, ["init", "--quiet", "--initial-branch=main"]);
  await runTestGit(folder, ["add", "."]);
  await runTestGit(folder, ["commit", "--quiet", "--message=Add the pipelines"]);
  await runTestGit(folder, ["push", "--quiet", repository.url, "main", "main:develop"]);
}

/**
 * Environments name the world outside, so they are adapted: to where the fakes are, to hooks being asked for in
 * staging, to nothing firing by the clock, and to no gate that takes people, office hours or days. Pipelines stay as
 * they are.
 */
function adaptEnvironments(folder: string, { variables }: AcmeWorld): void {
  change(folder, "staging", (staging) => ({
    ...staging,
    variables: { ...staging.variables, ...variables },
    pipelines: { "support-triage": { triggers: { helpdesk: "enabled" } } },
  }));
  change(folder, "production", (production) => ({
    ...production,
    gates: { verification: production.gates.verification },
    variables: { ...production.variables, ...variables },
    egress: { ...production.egress, allow: ["127.0.0.1"] },
    pipelines: { "customer-etl": { triggers: { nightly: "disabled" } } },
  }));
}

function change(folder: string, slug: string, adapt: (environment: any) => object): void {
  const path = join(folder, `environments/${slug}.json`);
  writeFileSync(path, JSON.stringify(adapt(JSON.parse(readFileSync(path, "utf8"))), null, 2));
}

/** What `env:` references of both environments resolve to. */
export function secretsInEnv({ secrets }: AcmeWorld): Readonly<Record<string, string>> {
  const named = ["STAGING", "PRODUCTION"].flatMap((environment) =>
    Object.entries(secrets).map(([name, value]) => [`LOCKSTEP_SECRET__${environment}__${name}`, value]),
  );
  return Object.fromEntries(named) as Record<string, string>;
}
