import type { Finding } from "../text/finding.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

/** SQL_TEMPLATE: values reach a statement as parameters, never as text. */
export const statementsAreConstant: PipelineCheck = ({ written: { steps } }) =>
  steps.flatMap(({ type, with: parameters }, index): Finding[] => {
    const statement = type === "sql" ? parameters?.["statement"] : undefined;
    const character = typeof statement === "string" ? statement.indexOf("{{") : -1;
    if (character === -1) return [];
    return [
      {
        code: "SQL_TEMPLATE",
        spot: { at: "value", path: ["steps", index, "with", "statement"], character },
        message: "A template stands inside the statement.",
        fix: "Write $1 here and put the template into `parameters`.",
      },
    ];
  });
