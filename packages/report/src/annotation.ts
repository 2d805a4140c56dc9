import type { CheckAnnotation } from "@lockstep/model";

import { cutBytes, cutText } from "./text/cut-text.ts";
import { visibleLine, visibleText } from "./text/visible-text.ts";

/** More are counted in the summary: nobody reads them, and the forge takes 50 a request. */
export const mostAnnotations = 1000;

const longestTitle = 255;
/** Below the forge's 64 KB. */
const mostMessageBytes = 60_000;

/** An annotation within the forge's bounds. Forges show it as plain text. */
export function annotate(annotation: CheckAnnotation): CheckAnnotation {
  return {
    ...annotation,
    line: Math.max(1, annotation.line),
    title: cutText(visibleLine(annotation.title), longestTitle),
    message: cutBytes(visibleText(annotation.message), mostMessageBytes),
  };
}
