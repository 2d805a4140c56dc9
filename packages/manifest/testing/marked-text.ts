import { createLineIndex, type Place } from "../src/text/line-index.ts";

/** A text in which `«` marks the place where a problem is expected. */
export interface MarkedText {
  readonly text: string;
  /** Places of the marks, in order. */
  readonly places: readonly Place[];
}

/** Takes the marks out of a text and says where they were. */
export function readMarks(marked: string): MarkedText {
  const parts = marked.split("«");
  const text = parts.join("");
  const placeOf = createLineIndex(text);
  let offset = 0;
  const places = parts.slice(0, -1).map((part) => {
    offset += part.length;
    return placeOf(offset);
  });
  return { text, places };
}
