import type { Problem } from "@lockstep/model";

import { decodeText } from "./decode-text.ts";
import type { Finding } from "./finding.ts";
import { placeFindings } from "./place-findings.ts";

/** Problems that were found without the file's text at hand, with the line and column that their pointers lead to. */
export function placeProblems(
  file: string,
  bytes: Uint8Array,
  problems: readonly Problem[],
): readonly Problem[] {
  return placeFindings(file, decodeText(bytes).text, problems.map(toFinding));
}

function toFinding({ code, severity, path, message, fix, facts }: Problem): Finding {
  return {
    code,
    severity,
    message,
    spot: { at: "value", path: parsePointer(path) },
    ...(fix === undefined ? {} : { fix }),
    ...(facts === undefined ? {} : { facts }),
  };
}

/** JSON pointer (RFC 6901) as names; array indexes work as their digits do. */
function parsePointer(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
