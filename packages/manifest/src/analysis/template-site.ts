import type { Path } from "../text/finding.ts";
import type { NameScope } from "./name-scope.ts";

/** One string of a manifest in which templates mean something. */
export interface TemplateSite {
  readonly path: Path;
  readonly text: string;
  readonly scope: NameScope;
  /** Index of the step it belongs to; `null` outside of steps. */
  readonly step: number | null;
  readonly maySecrets: boolean;
  /** Whether the whole string is an expression, without braces around it. */
  readonly isBare: boolean;
}
