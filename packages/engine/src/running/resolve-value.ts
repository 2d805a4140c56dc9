import { type SecretReference, type SecretSource, type Slug, toFailure } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";

interface SecretPlace {
  readonly source: SecretSource;
  readonly environment: Slug;
  readonly name: string;
}

/**
 * The value of a declared secret. Fails as `security` when it has none or an empty one, which proves nothing and
 * protects nothing; other faults stay what they are.
 */
export async function resolveValue(place: SecretPlace, reference: SecretReference): Promise<string> {
  const value = await ask(place, reference);
  if (value !== "") return value;
  throw new StepFailure("security", `The secret ${place.name} is empty in ${place.environment}.`);
}

async function ask({ source, environment, name }: SecretPlace, reference: SecretReference): Promise<string> {
  try {
    return await source.resolve(environment, reference);
  } catch (cause) {
    const { kind, message } = toFailure(cause);
    if (kind !== "not-found") throw cause;
    throw new StepFailure("security", `The secret ${name} has no value in ${environment}: ${message}.`, {
      cause,
    });
  }
}
