import type { Environment, Pipeline, SecretSource, Slug } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import type { ResolvedSecret } from "../steps/step-executor.ts";
import { resolveValue } from "./resolve-value.ts";

interface SecretRequest {
  readonly source: SecretSource;
  readonly environment: Slug;
  readonly configuration: Environment;
  readonly pipeline: Pipeline;
}

/** Values of the secrets that a pipeline declares. Fails as `security` for one that is missing or not shared with its team. */
export function resolveSecrets(request: SecretRequest): Promise<readonly ResolvedSecret[]> {
  return Promise.all(request.pipeline.uses.secrets.map((name) => resolveSecret(name, request)));
}

/** One of them, by name. */
export async function resolveSecret(name: string, request: SecretRequest): Promise<ResolvedSecret> {
  const { source, environment, configuration, pipeline } = request;
  const reference = configuration.secrets[name];
  if (reference === undefined)
    throw new StepFailure("security", `The environment ${environment} declares no secret ${name}.`);
  const { teams, hosts } = reference;
  if (teams !== null && (pipeline.team === null || !teams.includes(pipeline.team)))
    throw new StepFailure("security", `The secret ${name} is not shared with the team of ${pipeline.slug}.`);
  return { name, hosts, value: await resolveValue({ source, environment, name }, reference) };
}
