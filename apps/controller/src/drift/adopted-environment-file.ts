import { compileEnvironment, writeEnvironment } from "@lockstep/manifest";
import { type DetectedDrift, type Environment, Failure, hasErrors, toFailure } from "@lockstep/model";

import type { AdoptedFile } from "./adopt-drift.ts";
import type { AdoptDeps } from "./drift-deps.ts";
import { notAdoptable } from "./not-adoptable.ts";

/** The environment's manifest as the policy in its row would have it. */
export async function adoptedEnvironmentFile(
  deps: Pick<AdoptDeps, "store" | "source" | "controlBranch">,
  found: DetectedDrift,
  signal: AbortSignal,
): Promise<AdoptedFile> {
  const fields = found.differences.map(({ field }) => field);
  const other = fields.find((field) => !field.startsWith("policy.") && field !== "policyDigest");
  if (other !== undefined)
    throw notAdoptable(found, `${other} says what was applied, which no file in git decides`);
  if (fields.some((field) => field.startsWith("policy.directory")))
    throw notAdoptable(found, "who is in which team stands in lockstep.json: change that in git");
  const { environment } = found;
  const live = await readLivePolicy(deps, found);
  const path = await pathOf(deps, environment, signal);
  const text = written(found, live);
  const { environment: compiled, problems } = compileEnvironment(path, Buffer.from(text));
  const [problem] = problems;
  if (compiled === null || hasErrors(problems))
    throw notAdoptable(found, `its policy would be refused: ${problem?.message ?? "it has errors"}`);
  return { branch: deps.controlBranch, path, text };
}

function written(found: DetectedDrift, live: Environment): string {
  try {
    return writeEnvironment(live);
  } catch (thrown) {
    throw notAdoptable(found, `its policy is none (${toFailure(thrown).message})`);
  }
}

async function readLivePolicy(
  { store }: Pick<AdoptDeps, "store">,
  found: DetectedDrift,
): Promise<Environment> {
  const { live } = await store.drift.readSides(found.environment);
  const policy = live.environment?.policy ?? null;
  if (policy === null) throw notAdoptable(found, "the row has no policy");
  return JSON.parse(policy) as Environment;
}

async function pathOf(
  { source, controlBranch }: Pick<AdoptDeps, "source" | "controlBranch">,
  environment: string,
  signal: AbortSignal,
): Promise<string> {
  const revision = (await source.readHeads(signal)).get(controlBranch);
  if (revision === undefined)
    throw new Failure("not-found", `The branch ${controlBranch} does not exist.`, { code: "BRANCH_MISSING" });
  const control = await source.readControl({ branch: controlBranch, revision }, signal);
  const known = control.environments.find(({ slug }) => slug === environment);
  return known?.path ?? `environments/${environment}.json`;
}
