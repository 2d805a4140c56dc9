import { evaluateJson, type Scope } from "@lockstep/expression";
import {
  type Admission,
  canonicalJson,
  checksumOfText,
  Failure,
  type Pipeline,
  type Slug,
} from "@lockstep/model";

import { expressionFailure } from "../running/expression-failure.ts";

/** Longest value that is kept as it is; PostgreSQL indexes no more than 2 704 bytes. */
const longestValue = 200;

/**
 * The concurrency of a run, its key evaluated over the input. Keys of different environments and pipelines never
 * meet. Fails as `unprocessable` with code `CONCURRENCY_KEY` when the key cannot be evaluated.
 */
export function concurrencyOf(
  environment: Slug,
  { slug, concurrency }: Pick<Pipeline, "slug" | "concurrency">,
  scope: Scope,
): Admission["concurrency"] {
  if (concurrency === null) return null;
  const { limit, onLimit, key } = concurrency;
  const value = key === null ? "" : evaluateKey(key, slug, scope);
  return { limit, onLimit, key: `${environment}/${slug}/${shortened(value)}` };
}

function evaluateKey(key: string, slug: Slug, scope: Scope): string {
  try {
    const value = evaluateJson(key, scope);
    return typeof value === "string" ? value : canonicalJson(value);
  } catch (thrown) {
    const { message } = expressionFailure("concurrency.key", thrown);
    throw new Failure("unprocessable", `${slug} cannot be started with this input: ${message}`, {
      cause: thrown,
      code: "CONCURRENCY_KEY",
    });
  }
}

function shortened(value: string): string {
  return value.length <= longestValue ? value : checksumOfText("lockstep-concurrency/v1", value);
}
