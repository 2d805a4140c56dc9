import { checksumOf, type CompiledEnvironment, hasErrors, type Problem } from "@lockstep/model";
import { compileFixedSchema } from "@lockstep/schema";

import { canonicalEnvironment } from "../canonical/canonical-environment.ts";
import { secretLiteralFindings } from "../checks/secret-literals.ts";
import { environmentChecks } from "../environment-checks/environment-checks.ts";
import { environmentFormat, type WrittenEnvironment } from "../format/environment-format.ts";
import { schemaFindings } from "../format/schema-findings.ts";
import { resolveEnvironment } from "../resolve-environment.ts";
import { parseStrict } from "../text/parse-strict.ts";
import { placeFindings } from "../text/place-findings.ts";

const validate = compileFixedSchema(environmentFormat);

/** What became of one environment manifest: an environment unless there are errors. */
export interface EnvironmentCompilation {
  readonly environment: CompiledEnvironment | null;
  readonly problems: readonly Problem[];
}

/** Compiles one environment manifest. Never throws for what a file holds. */
export function compileEnvironment(path: string, bytes: Uint8Array): EnvironmentCompilation {
  const { text, value, findings } = parseStrict(bytes);
  const shape =
    value === undefined ? [] : schemaFindings({ format: environmentFormat, value }, validate(value));
  const literals = value === undefined ? [] : secretLiteralFindings(value);
  if (value === undefined || shape.length > 0)
    return { environment: null, problems: placeFindings(path, text, [...findings, ...shape, ...literals]) };
  const environment = resolveEnvironment(value as unknown as WrittenEnvironment);
  const checks = environmentChecks.flatMap((check) => check({ path, environment }));
  const problems = placeFindings(path, text, [...findings, ...literals, ...checks]);
  return { environment: hasErrors(problems) ? null : compiledEnvironment(path, environment), problems };
}

/** An environment with the digest of everything in it. */
export function compiledEnvironment(
  path: string,
  environment: CompiledEnvironment["environment"],
): CompiledEnvironment {
  const digest = checksumOf("lockstep-environment/v1", canonicalEnvironment(environment));
  return { slug: environment.slug, path, digest, environment };
}
