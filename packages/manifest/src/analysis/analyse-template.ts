import {
  checkExpression,
  checkTemplate,
  type Finding as ExpressionFinding,
  parseTemplate,
  readReferences,
  type Reference,
} from "@lockstep/expression";
import { LRUCache } from "lru-cache";

import type { TemplateSite } from "./template-site.ts";

/** What the expressions of one string refer to and what is wrong with them; offsets are into the string. */
export interface TemplateAnalysis {
  readonly findings: readonly ExpressionFinding[];
  readonly references: readonly PlacedReference[];
}

/** A reference with the offset of its expression in the string. */
export interface PlacedReference {
  readonly reference: Reference;
  readonly start: number;
}

/** Manifests of one repository repeat themselves: parsing an expression costs about 20 µs, finding it here one. */
const analyses = new LRUCache<string, TemplateAnalysis>({ max: 20_000, maxSize: 16 * 1_048_576 });

/** Parses and checks the expressions of a string, or takes the result from a bounded cache. */
export function analyseTemplate({ text, scope, isBare }: TemplateSite): TemplateAnalysis {
  const key = `${isBare ? "=" : "{"}${scope.key}\n${text}`;
  const known = analyses.get(key);
  if (known !== undefined) return known;
  const findings = isBare ? checkExpression(text, scope.names) : checkTemplate(text, scope.names);
  const isReadable = findings.every(({ code }) => code !== "EXPR_SYNTAX");
  const analysis = { findings, references: isReadable ? referencesOf(text, isBare) : [] };
  analyses.set(key, analysis, { size: key.length });
  return analysis;
}

function referencesOf(text: string, isBare: boolean): readonly PlacedReference[] {
  if (isBare) return readReferences(text).map((reference) => ({ reference, start: 0 }));
  return parseTemplate(text).parts.flatMap((part) =>
    part.kind === "text"
      ? []
      : readReferences(part.source).map((reference) => ({ reference, start: part.offset })),
  );
}
