import { Failure, isDeeperThan, type Json, type Pipeline } from "@lockstep/model";

import { schemaOf } from "../running/check-shape.ts";
import { outputLimits } from "../running/output-limits.ts";

/** Largest input of a run, in bytes of JSON. */
const largestInput = 1_048_576;

/** The input with defaults filled in. Fails as `too-large`, or as `invalid-input` with every error at once. */
export function acceptInput(input: Json, { slug, version, input: { schema } }: Pipeline): Json {
  if (isDeeperThan(input, outputLimits.levels))
    throw new Failure("invalid-input", `The input is nested deeper than ${outputLimits.levels} levels.`, {
      code: "JSON_LIMIT",
    });
  if (Buffer.byteLength(JSON.stringify(input)) > largestInput)
    throw new Failure(
      "too-large",
      `The input is larger than ${largestInput} bytes; send a reference to the data instead.`,
    );
  const compiled = schemaOf(schema);
  if (!compiled.ok)
    throw new Failure("unprocessable", `The input schema of ${slug}@${version} cannot be used.`);
  const validation = compiled.validate(input);
  if (validation.ok) return validation.value;
  const message = `The input does not fit the input schema of ${slug}@${version}.`;
  throw new Failure("invalid-input", message, { errors: validation.errors });
}
