import type { PipelineCheck } from "./pipeline-check.ts";

/** EXPR_SYNTAX, EXPR_UNKNOWN_NAME and EXPR_TYPE: what an expression says of itself. */
export const expressionsParse: PipelineCheck = ({ sites }) =>
  sites.flatMap(({ path, analysis }) =>
    analysis.findings.map(({ code, offset, message }) => ({
      code,
      spot: { at: "value", path, character: offset } as const,
      message: sentence(message),
    })),
  );

function sentence(text: string): string {
  const [first = ""] = text;
  return `${first.toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? "" : "."}`;
}
