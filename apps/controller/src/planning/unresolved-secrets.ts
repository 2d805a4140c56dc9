import { toFailure, type CompiledPipeline, type Environment, type SecretSource } from "@lockstep/model";

/** Names of the secrets that the environment needs and that cannot be resolved now, each with the reason. */
export async function unresolvedSecrets(
  environment: Environment,
  pipelines: readonly CompiledPipeline[],
  secrets: SecretSource,
): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  for (const name of neededSecrets(environment, pipelines)) {
    const reference = environment.secrets[name];
    if (reference === undefined) continue;
    try {
      await secrets.resolve(environment.slug, reference);
    } catch (thrown) {
      reasons.set(name, toFailure(thrown).message);
    }
  }
  return reasons;
}

function neededSecrets(
  environment: Environment,
  pipelines: readonly CompiledPipeline[],
): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const { uses, channels } of pipelines) {
    for (const name of uses.secrets) needed.add(name);
    for (const name of uses.connections) addIfKnown(needed, environment.connections[name]?.secret);
    for (const name of channels) addIfKnown(needed, environment.channels[name]?.secret);
  }
  return needed;
}

function addIfKnown(names: Set<string>, name: string | undefined): void {
  if (name !== undefined) names.add(name);
}
