import { hasErrors, type Problem } from "@lockstep/model";

/** Problems as the JSON document of `validate`: `{ ok, problems }`. */
export function problemDocument(problems: readonly Problem[]) {
  return { ok: !hasErrors(problems), problems: problems.map(documentedProblem) };
}

/** A problem with the documented fields, in their order. */
export function documentedProblem({ code, severity, file, line, column, path, message, fix }: Problem) {
  return { code, severity, file, line, column, path, message, ...(fix === undefined ? {} : { fix }) };
}
