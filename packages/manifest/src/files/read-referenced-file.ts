import type { Json, ProblemCode } from "@lockstep/model";

import { hasBidirectional } from "../text/bidirectional.ts";
import { decodeText } from "../text/decode-text.ts";
import type { Finding, Fix } from "../text/finding.ts";
import { limits } from "../text/limits.ts";
import { createLineIndex } from "../text/line-index.ts";
import { parseStrictText } from "../text/parse-strict.ts";
import { resolveReference } from "./resolve-reference.ts";
import type { ReadFile } from "./source-file.ts";
import { isLargeFilePointer } from "./unreadable-file.ts";

/** Why a reference cannot be followed. */
interface Refusal {
  readonly finding: { readonly code: ProblemCode; readonly message: string; readonly fix?: Fix };
}

/** Kinds of files that `$file` may name. `json` is parsed, the others are text. */
export const fileExtensions = ["md", "sql", "js", "json", "txt"] as const;

/** What a referenced file holds, with its size in bytes. */
export function readReferencedFile(
  manifest: string,
  reference: string,
  readFile: ReadFile,
): { readonly value: Json; readonly bytes: number } | Refusal {
  const path = resolveReference(manifest, reference);
  if (path === null)
    return refuse(
      "FILE_ESCAPES",
      `"${reference}" leaves the folder of the manifest.`,
      "Keep the file beside or below the manifest.",
    );
  if (!fileExtensions.some((extension) => path.endsWith(`.${extension}`)))
    return refuse(
      "FILE_KIND",
      `"${reference}" is not a file that can be pulled in.`,
      `Use one of: ${fileExtensions.join(", ")}.`,
    );
  const file = readFile(path);
  if (file === null) return refuse("FILE_MISSING", `There is no file ${path}.`);
  switch (file.kind) {
    case "symlink":
      return refuse("FILE_KIND", `${path} is a symbolic link.`, "Commit the file itself.");
    case "submodule":
      return refuse("FILE_KIND", `${path} is a submodule.`, "Commit the file itself.");
    case "too-large":
      return refuse(
        "JSON_LIMIT",
        `${path} has ${file.bytes} bytes; ${limits.expandedBytes} (4 MiB) are allowed.`,
      );
    case "file":
      return readText(path, file.bytes);
  }
}

function readText(
  path: string,
  bytes: Uint8Array,
): { readonly value: Json; readonly bytes: number } | Refusal {
  const { text, finding } = decodeText(bytes);
  if (finding !== null) return refuse("JSON_ENCODING", `${path}: ${finding.message}`, finding.fix);
  if (isLargeFilePointer(bytes))
    return refuse("FILE_KIND", `${path} is a pointer of Git LFS, not the file.`, "Commit the file itself.");
  if (!path.endsWith(".md") && !path.endsWith(".json") && hasBidirectional(text))
    return refuse(
      "JSON_ENCODING",
      `${path} holds an invisible character that changes the direction of the text.`,
    );
  return path.endsWith(".json") ? readJson(path, text, bytes.length) : { value: text, bytes: bytes.length };
}

function readJson(
  path: string,
  text: string,
  bytes: number,
): { readonly value: Json; readonly bytes: number } | Refusal {
  const { value, findings } = parseStrictText(text);
  const [first] = findings;
  if (first !== undefined)
    return refuse(first.code, `${path}:${place(text, first)}: ${first.message}`, first.fix);
  return { value: value ?? null, bytes };
}

function place(text: string, { spot }: Finding): string {
  const { line, column } = createLineIndex(text)(spot.at === "text" ? spot.offset : 0);
  return `${line}:${column}`;
}

function refuse(code: ProblemCode, message: string, fix?: Fix): Refusal {
  return { finding: { code, message, ...(fix === undefined ? {} : { fix }) } };
}
