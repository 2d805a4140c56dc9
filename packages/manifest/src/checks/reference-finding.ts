import type { ProblemCode } from "@lockstep/model";

import type { PlacedReference } from "../analysis/analyse-template.ts";
import type { TemplateSite } from "../analysis/template-site.ts";
import type { Finding, Fix } from "../text/finding.ts";

/** What is wrong with a reference, said at its root or at one of its members. */
export interface ReferenceFault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix?: Fix | undefined;
  /** Index into the reference's path; the root when absent. */
  readonly member?: number;
}

/** A finding at the exact character of an expression inside a JSON string. */
export function referenceFinding(
  { reference, start }: PlacedReference,
  { path }: TemplateSite,
  { code, message, fix, member }: ReferenceFault,
): Finding {
  const offset = (member === undefined ? undefined : reference.path[member]?.offset) ?? reference.offset;
  return {
    code,
    spot: { at: "value", path, character: start + offset },
    message,
    ...(fix === undefined ? {} : { fix }),
  };
}
