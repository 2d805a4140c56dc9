import { analyseTemplate } from "../analysis/analyse-template.ts";
import { templateSites } from "../analysis/template-sites.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { NamesOutsideContent } from "./project-content.ts";

interface Names {
  readonly vars: Set<string>;
  readonly secrets: Set<string>;
}

const none: NamesOutsideContent = { variables: new Set(), secrets: new Set() };

/** Names that triggers or tuning refer to and no step and no output does. */
export function namesOutsideContent(written: WrittenPipeline): NamesOutsideContent {
  if ((written.triggers ?? []).length === 0 && (written.concurrency?.key ?? null) === null) return none;
  const inside: Names = { vars: new Set(), secrets: new Set() };
  const outside: Names = { vars: new Set(), secrets: new Set() };
  for (const site of templateSites(written)) {
    const isContent = site.path[0] === "steps" || site.path[0] === "output";
    for (const { reference } of analyseTemplate(site).references)
      if (reference.root === "vars" || reference.root === "secrets")
        (isContent ? inside : outside)[reference.root].add(String(reference.path[0]?.key));
  }
  for (const trigger of written.triggers ?? [])
    if (trigger.type === "webhook" && trigger.auth.secret !== undefined)
      outside.secrets.add(trigger.auth.secret);
  return {
    variables: difference(outside.vars, inside.vars),
    secrets: difference(outside.secrets, inside.secrets),
  };
}

function difference(names: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => !others.has(name)));
}
