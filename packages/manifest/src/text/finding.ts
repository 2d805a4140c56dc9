import type { Json, ProblemCode, Severity } from "@lockstep/model";

/** Names and indexes from the top of a manifest down to a value. */
export type Path = readonly (string | number)[];

/** Where in a file: at an offset of its text, at a value (or a character inside a string), or at a member's key. */
export type Spot =
  | { readonly at: "text"; readonly offset: number }
  | { readonly at: "value"; readonly path: Path; readonly character?: number }
  | { readonly at: "key"; readonly path: Path };

/** What to do about a finding; a function where finding the words costs time that only reported problems should take. */
export type Fix = string | (() => string | undefined);

/** A problem whose line and column are not known yet: positions cost time that valid files need not pay. */
export interface Finding {
  readonly code: ProblemCode;
  readonly spot: Spot;
  readonly message: string;
  readonly fix?: Fix;
  readonly severity?: Severity;
  readonly facts?: { readonly [name: string]: Json };
}

/** A finding at a value. */
export function findingAt(code: ProblemCode, path: Path, message: string, fix?: Fix): Finding {
  return { code, spot: { at: "value", path }, message, ...(fix === undefined ? {} : { fix }) };
}

/** A finding at the key of an object's member. */
export function findingAtKey(code: ProblemCode, path: Path, message: string, fix?: Fix): Finding {
  return { code, spot: { at: "key", path }, message, ...(fix === undefined ? {} : { fix }) };
}

/** A finding at an offset of the text, in UTF-16 code units. */
export function findingInText(code: ProblemCode, offset: number, message: string, fix?: Fix): Finding {
  return { code, spot: { at: "text", offset }, message, ...(fix === undefined ? {} : { fix }) };
}
