import type { Json, StepType } from "@lockstep/model";
import { declarationOf, matchesField } from "@lockstep/step-types";

import { forEachDefaults } from "../defaults.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { WrittenStep } from "../format/step-format.ts";
import type { Path } from "../text/finding.ts";
import {
  admissionScope,
  assertionScope,
  type NameScope,
  runScope,
  triggerScope,
  withNames,
} from "./name-scope.ts";
import type { TemplateSite } from "./template-site.ts";

type Place = Omit<TemplateSite, "path" | "text">;
type ScopeAt = (path: Path) => Place | null;

/** Every string of a manifest that holds a template, or is one without braces. */
export function templateSites(written: WrittenPipeline): readonly TemplateSite[] {
  const sites: TemplateSite[] = [];
  for (const [index, step] of written.steps.entries()) collectStep(step, index, sites);
  collect(written.output?.value ?? null, ["output", "value"], outside(runScope), sites);
  collect(written.concurrency?.key ?? null, ["concurrency", "key"], outside(admissionScope), sites);
  for (const [index, trigger] of (written.triggers ?? []).entries())
    for (const field of ["input", "dedupeKey", "filter"] as const)
      collect(
        (trigger as { readonly [field: string]: Json })[field] ?? null,
        ["triggers", index, field],
        outside(triggerScope),
        sites,
      );
  for (const [index, { expect }] of (written.tests ?? []).entries())
    for (const [position, text] of (expect.assertions ?? []).entries())
      sites.push({ ...assertionPlace(text), path: ["tests", index, "expect", "assertions", position], text });
  return sites;
}

function assertionPlace(text: string): Place {
  return { scope: assertionScope, step: null, maySecrets: false, isBare: !text.includes("{{") };
}

function outside(scope: NameScope): ScopeAt {
  const place: Place = { scope, step: null, maySecrets: false, isBare: false };
  return () => place;
}

function collectStep(step: WrittenStep, index: number, sites: TemplateSite[]): void {
  const place: Place = { scope: runScope, step: index, maySecrets: false, isBare: false };
  const base = ["steps", index] as const;
  collect(step.when ?? null, [...base, "when"], () => place, sites);
  collect(step.forEach?.items ?? null, [...base, "forEach", "items"], () => place, sites);
  collect(step.onError?.value ?? null, [...base, "onError", "value"], () => place, sites);
  collect(step.with ?? null, [...base, "with"], scopeOfParameters(step, place), sites);
}

/** Inside `with`: the names of `forEach`, those of deferred templates, and where secrets and templates may stand. */
function scopeOfParameters(step: WrittenStep, place: Place): ScopeAt {
  const declaration = declarationOf(step.type as StepType);
  const own =
    step.forEach === undefined
      ? runScope
      : withNames(runScope, [step.forEach.as ?? forEachDefaults.as, "index"]);
  const deferred = Object.entries(declaration.deferred);
  return (path) => {
    const inside = path.slice(3);
    if (declaration.literal.some((pattern) => matchesField(pattern, inside))) return null;
    const names = deferred.find(([pattern]) => matchesField(pattern, inside))?.[1] ?? [];
    const maySecrets = declaration.secrets.some((pattern) => matchesField(pattern, inside));
    return { ...place, scope: withNames(own, names), maySecrets };
  };
}

function collect(value: Json, path: Path, scopeAt: ScopeAt, sites: TemplateSite[]): void {
  visit(value, [...path], (text, place) => {
    const found = scopeAt(place);
    if (found !== null) sites.push({ ...found, path: [...place], text });
  });
}

/** The path is one array that grows and shrinks on the way: most values hold no template. */
function visit(value: Json, path: (string | number)[], found: (text: string, path: Path) => void): void {
  if (typeof value === "string") {
    if (value.includes("{{")) found(value, path);
    return;
  }
  if (value === null || typeof value !== "object") return;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries<Json>(value)) {
    path.push(isList ? Number(key) : key);
    visit(member, path, found);
    path.pop();
  }
}
