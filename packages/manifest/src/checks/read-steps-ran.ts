import { eachReference, type PipelineCheck } from "./pipeline-check.ts";
import { referenceFinding } from "./reference-finding.ts";

/** EXPR_NOT_ANCESTOR: a step only reads steps that have ended before it starts. */
export const readStepsAreAncestors: PipelineCheck = (manifest) =>
  eachReference(manifest, "steps", (placed, site) => {
    const reader = site.step === null ? undefined : manifest.written.steps[site.step]?.id;
    const key = placed.reference.path[0]?.key;
    if (reader === undefined || key === undefined || !manifest.graph.indexes.has(String(key))) return [];
    if (manifest.graph.ancestorsOf(reader).has(String(key))) return [];
    const isItself = key === reader;
    return [
      referenceFinding(placed, site, {
        code: "EXPR_NOT_ANCESTOR",
        message: isItself
          ? `The step \`${reader}\` reads itself.`
          : `The step \`${key}\` need not have ended before \`${reader}\` starts.`,
        fix: isItself ? undefined : `Add "${key}" to \`dependsOn\` of \`${reader}\`.`,
        member: 0,
      }),
    ];
  });

/** EXPR_MAYBE_SKIPPED: the output of a step that may be skipped is read with optional syntax. */
export const readStepsHaveOutput: PipelineCheck = (manifest) =>
  eachReference(manifest, "steps", (placed, site) => {
    const [step, member] = placed.reference.path;
    if (step === undefined || member?.key !== "output" || member.isOptional) return [];
    if (placed.reference.isGuarded && placed.reference.path.length === 2) return [];
    const reader = site.step === null ? null : (manifest.written.steps[site.step]?.id ?? null);
    const reason = step.key === reader ? null : manifest.graph.maybeSkippedFor(reader, String(step.key));
    if (reason === null) return [];
    return [
      referenceFinding(placed, site, {
        code: "EXPR_MAYBE_SKIPPED",
        message: `The step \`${step.key}\` may have no output: ${reason}.`,
        fix: `Write \`steps.${step.key}.?output\` and say with \`.orValue(…)\` what to use instead.`,
        member: 1,
      }),
    ];
  });
