import type { ApiDeps } from "../api-deps.ts";

/** What one check found. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  /** In a sentence, also when all is well. */
  readonly because: string;
}

/** A condition for being ready. May throw: then it is not met. */
export interface ReadinessCheck {
  readonly name: string;
  check(deps: ApiDeps): Promise<readonly CheckResult[]>;
}
