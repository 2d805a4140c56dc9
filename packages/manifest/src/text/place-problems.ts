import type { Json, Problem } from "@lockstep/model";

import type { Finding, Path } from "./finding.ts";
import { parseStrict } from "./parse-strict.ts";
import { placeFindings } from "./place-findings.ts";

/**
 * Problems that were found without the file's text at hand, with the line and column that their pointers lead to. Where
 * a pointer names an element of a list by its text, because nobody knew its index, it comes back with the index.
 */
export function placeProblems(
  file: string,
  bytes: Uint8Array,
  problems: readonly Problem[],
): readonly Problem[] {
  const { text, value } = parseStrict(bytes);
  return placeFindings(
    file,
    text,
    problems.map((found) => toFinding(found, value)),
  );
}

function toFinding({ code, severity, path, message, fix, facts }: Problem, value: Json | undefined): Finding {
  return {
    code,
    severity,
    message,
    spot: { at: "value", path: resolvePointer(path, value) },
    ...(fix === undefined ? {} : { fix }),
    ...(facts === undefined ? {} : { facts }),
  };
}

/** JSON pointer (RFC 6901) as names; array indexes work as their digits do. */
function resolvePointer(pointer: string, value: Json | undefined): Path {
  let parent = value;
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((name) => {
      const index = Array.isArray(parent) ? parent.indexOf(name) : -1;
      const key = index < 0 ? name : index;
      parent = isContainer(parent) ? parent[key] : undefined;
      return key;
    });
}

function isContainer(value: Json | undefined): value is { readonly [key: string | number]: Json } {
  return typeof value === "object" && value !== null;
}
