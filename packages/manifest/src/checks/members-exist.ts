import type { Finding } from "../text/finding.ts";
import { suggestName } from "../text/suggest-name.ts";
import { type CheckedManifest, eachReference, type PipelineCheck } from "./pipeline-check.ts";
import { referenceFinding } from "./reference-finding.ts";

/** Members of the names whose shape is always the same. */
const members = {
  env: ["name"],
  run: ["id", "startedAt"],
  pipeline: ["slug", "version", "team"],
  trigger: ["scheduledAt", "previousAt", "body", "headers", "query", "event", "run"],
} as const;

const stepMembers = ["output", "status", "error", "attempts"] as const;

/** EXPR_UNKNOWN_NAME: `run.id` exists, `run.name` does not. */
export const membersExist: PipelineCheck = (manifest) =>
  Object.entries(members).flatMap(([root, known]) => membersOf(root, known, manifest));

function membersOf(root: string, known: readonly string[], manifest: CheckedManifest): Finding[] {
  return eachReference(manifest, root, (placed, site) => {
    const key = placed.reference.path[0]?.key;
    if (key === undefined || known.includes(String(key))) return [];
    return [
      referenceFinding(placed, site, {
        code: "EXPR_UNKNOWN_NAME",
        message: `\`${root}\` has no \`${key}\`.`,
        fix: () => suggestName(String(key), known),
        member: 0,
      }),
    ];
  });
}

/** EXPR_UNKNOWN_NAME: `steps.X` is a step of the pipeline, and `steps.X.Y` something that is known of a step. */
export const readStepsExist: PipelineCheck = (manifest) => {
  const ids = [...manifest.graph.indexes.keys()];
  return eachReference(manifest, "steps", (placed, site) => {
    const [step, member] = placed.reference.path;
    const code = "EXPR_UNKNOWN_NAME";
    if (step === undefined)
      return [
        referenceFinding(placed, site, { code, message: "`steps` must be followed by the id of a step." }),
      ];
    if (!manifest.graph.indexes.has(String(step.key)))
      return [
        referenceFinding(placed, site, {
          code,
          message: `There is no step \`${step.key}\`.`,
          fix: () => suggestName(String(step.key), ids),
          member: 0,
        }),
      ];
    if (member === undefined || (stepMembers as readonly unknown[]).includes(member.key)) return [];
    return [
      referenceFinding(placed, site, {
        code,
        message: `\`steps.${step.key}\` has no \`${member.key}\`.`,
        fix: () => suggestName(String(member.key), stepMembers),
        member: 1,
      }),
    ];
  });
};
