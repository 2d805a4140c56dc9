import type { SecretReference } from "../environment.ts";
import type { Slug } from "../identifiers.ts";

/** Resolves `env:`, `file:` and `store:` references of one environment. */
export interface SecretSource {
  /** The value; fails as `not-found` with a message that names the reference and how to set it, never a value. */
  resolve(environment: Slug, reference: SecretReference): Promise<string>;
}
