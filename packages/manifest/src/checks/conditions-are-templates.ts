import { isTemplate, parseTemplate } from "@lockstep/expression";

import { type Finding, findingAt, type Path } from "../text/finding.ts";
import type { AnalysedSite, PipelineCheck } from "./pipeline-check.ts";

/** EXPR_TYPE: what must give a boolean or a list is exactly one template; any other text stays text. */
export const conditionsAreTemplates: PipelineCheck = ({ written: { steps, triggers = [] }, sites }) => {
  const broken = new Set(sites.filter(hasSyntaxError).map(({ path }) => path.join("/")));
  const judge = (text: unknown, path: Path, what: string): Finding[] =>
    typeof text !== "string" || isWhole(text, broken.has(path.join("/")))
      ? []
      : [findingAt("EXPR_TYPE", path, `${what} must be one template and nothing else.`, `Write "{{ … }}".`)];
  return [
    ...steps.flatMap(({ when, forEach }, index) => [
      ...judge(when, ["steps", index, "when"], "A condition"),
      ...judge(forEach?.items, ["steps", index, "forEach", "items"], "A list to go through"),
    ]),
    ...triggers.flatMap((trigger, index) =>
      trigger.type === "event" ? judge(trigger.filter, ["triggers", index, "filter"], "A filter") : [],
    ),
  ];
};

function hasSyntaxError({ analysis }: AnalysedSite): boolean {
  return analysis.findings.some(({ code }) => code === "EXPR_SYNTAX");
}

/** A template that cannot be parsed is reported as such. */
function isWhole(text: string, isBroken: boolean): boolean {
  return isBroken || (isTemplate(text) && parseTemplate(text).whole !== null);
}
