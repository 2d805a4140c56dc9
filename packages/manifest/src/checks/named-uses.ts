import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { Path } from "../text/finding.ts";

/** A name of the environment that stands outside of expressions. */
export interface NamedUse {
  readonly kind: "secrets" | "connections";
  readonly name: string;
  readonly path: Path;
}

/** Connections of `sql` steps and secrets of webhooks. */
export function namedUses({ steps, triggers = [] }: WrittenPipeline): readonly NamedUse[] {
  const uses: NamedUse[] = [];
  for (const [index, { type, with: parameters }] of steps.entries()) {
    const name = type === "sql" ? parameters?.["connection"] : undefined;
    if (typeof name === "string")
      uses.push({ kind: "connections", name, path: ["steps", index, "with", "connection"] });
  }
  for (const [index, trigger] of triggers.entries())
    if (trigger.type === "webhook" && trigger.auth.secret !== undefined)
      uses.push({ kind: "secrets", name: trigger.auth.secret, path: ["triggers", index, "auth", "secret"] });
  return uses;
}
