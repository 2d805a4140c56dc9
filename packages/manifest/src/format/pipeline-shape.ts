import { type Json, stepTypes } from "@lockstep/model";
import { compileFixedSchema, didYouMean } from "@lockstep/schema";
import { stepTypeTable } from "@lockstep/step-types";

import { type Finding, findingAt, type Path } from "../text/finding.ts";
import { pipelineFormat, type WrittenPipeline } from "./pipeline-format.ts";
import { fieldName, schemaFindings } from "./schema-findings.ts";
import { triggerFormats, type TriggerType } from "./trigger-format.ts";

const validatePipeline = compileFixedSchema(pipelineFormat);

const validateTrigger = {
  cron: compileFixedSchema(triggerFormats.cron),
  webhook: compileFixedSchema(triggerFormats.webhook),
  pipeline: compileFixedSchema(triggerFormats.pipeline),
  event: compileFixedSchema(triggerFormats.event),
} as const satisfies Record<TriggerType, unknown>;

/** Everything in which a value is not a pipeline manifest by its shape. None: it is a {@link WrittenPipeline}. */
export function pipelineShapeFindings(value: Json): Finding[] {
  const findings = schemaFindings({ format: pipelineFormat, value }, validatePipeline(value));
  for (const [index, trigger] of triggersOf(value).entries())
    findings.push(...triggerFindings(trigger, ["triggers", index]));
  for (const [index, step] of stepsOf(value).entries())
    findings.push(...stepTypeFindings(step, ["steps", index]));
  return findings;
}

function stepsOf(value: Json): readonly unknown[] {
  const steps = (value as Partial<WrittenPipeline> | null)?.steps;
  return Array.isArray(steps) ? steps : [];
}

function stepTypeFindings(step: unknown, path: Path): Finding[] {
  const type = (step as { readonly type?: unknown } | null)?.type;
  if (typeof type !== "string" || Object.hasOwn(stepTypeTable, type)) return [];
  const meant = didYouMean(type, stepTypes);
  return [
    findingAt(
      "STEP_TYPE",
      [...path, "type"],
      `There is no step type "${type}".`,
      meant === null ? `Step types: ${stepTypes.join(", ")}.` : `Did you mean \`${meant}\`?`,
    ),
  ];
}

function triggersOf(value: Json): readonly unknown[] {
  const triggers = (value as Partial<WrittenPipeline> | null)?.triggers;
  return Array.isArray(triggers) ? triggers : [];
}

function triggerFindings(trigger: unknown, path: Path): Finding[] {
  const type = (trigger as { readonly type?: unknown } | null)?.type;
  if (type === undefined) return [];
  if (typeof type !== "string" || !Object.hasOwn(triggerFormats, type)) return [unknownType(type, path)];
  const known = type as TriggerType;
  return schemaFindings(
    { format: triggerFormats[known], value: trigger, base: path },
    validateTrigger[known](trigger),
  );
}

function unknownType(type: unknown, path: Path): Finding {
  const known = Object.keys(triggerFormats);
  const meant = typeof type === "string" ? didYouMean(type, known) : null;
  return findingAt(
    "SCHEMA",
    [...path, "type"],
    `${fieldName([...path, "type"])} must be one of ${known.map((name) => `"${name}"`).join(", ")}.`,
    meant === null ? undefined : `Did you mean \`${meant}\`?`,
  );
}
