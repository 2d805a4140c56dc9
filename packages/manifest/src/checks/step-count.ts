import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { type Finding, findingAt } from "../text/finding.ts";
import { limits } from "../text/limits.ts";

/** JSON_LIMIT: a pipeline has no more steps than anybody can follow. */
export function stepCountFindings({ steps }: WrittenPipeline): readonly Finding[] {
  if (steps.length <= limits.steps) return [];
  return [
    findingAt(
      "JSON_LIMIT",
      ["steps"],
      `The pipeline has ${steps.length} steps; ${limits.steps} are allowed.`,
      "Move some to a pipeline of their own and call it.",
    ),
  ];
}
