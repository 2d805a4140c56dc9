import type { Json, JsonObject } from "@lockstep/model";

import { type Finding, findingAt, type Path } from "../text/finding.ts";
import { limits } from "../text/limits.ts";
import { readReferencedFile } from "./read-referenced-file.ts";
import { mayReferToFiles } from "./referenced-paths.ts";
import type { ReadFile } from "./source-file.ts";

/** A manifest with every `{ "$file": "…" }` replaced by what the file holds. */
export interface ExpandedManifest {
  readonly value: Json;
  readonly findings: readonly Finding[];
}

interface Manifest {
  readonly path: string;
  readonly text: string;
  readonly value: Json;
  readonly readFile: ReadFile;
}

/** Replaces `$file` references. Most manifests have none and are returned as they are. */
export function inlineFiles({ path, text, value, readFile }: Manifest): ExpandedManifest {
  if (!mayReferToFiles(text)) return { value, findings: [] };
  const state: State = { manifest: path, readFile, findings: [], paths: new Set(), bytes: text.length };
  const expanded = expand(value, [], state);
  return { value: expanded, findings: state.findings };
}

interface State {
  readonly manifest: string;
  readonly readFile: ReadFile;
  readonly findings: Finding[];
  readonly paths: Set<string>;
  bytes: number;
}

function expand(value: Json, path: Path, state: State): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, index) => expand(item, [...path, index], state));
  if (Object.hasOwn(value, "$file") && path.length > 0)
    return expandReference(value as JsonObject, path, state);
  const expanded: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) expanded[key] = expand(member, [...path, key], state);
  return expanded;
}

/** A reference that cannot be followed becomes an empty text, so that the rest of the manifest can be judged. */
function expandReference(value: JsonObject, path: Path, state: State): Json {
  const reference = value["$file"];
  if (typeof reference !== "string" || Object.keys(value).length !== 1) {
    state.findings.push(
      findingAt(
        "SCHEMA",
        path,
        "`$file` must be the only field, and name a file.",
        'Write { "$file": "files/x.md" }.',
      ),
    );
    return "";
  }
  if (state.bytes > limits.expandedBytes) return "";
  if (state.paths.add(reference).size > limits.files)
    return refuse(state, path, `More than ${limits.files} files are pulled in.`);
  const file = readReferencedFile(state.manifest, reference, state.readFile);
  if ("finding" in file) {
    state.findings.push(
      findingAt(file.finding.code, [...path, "$file"], file.finding.message, file.finding.fix),
    );
    return "";
  }
  return withinLimit(file, path, state);
}

function withinLimit(file: { readonly value: Json; readonly bytes: number }, path: Path, state: State): Json {
  state.bytes += file.bytes;
  if (state.bytes <= limits.expandedBytes) return file.value;
  return refuse(
    state,
    path,
    `With this file the manifest has more than ${limits.expandedBytes} bytes (4 MiB).`,
  );
}

function refuse(state: State, path: Path, message: string): Json {
  state.findings.push(findingAt("JSON_LIMIT", [...path, "$file"], message, "Pull in less text."));
  return "";
}
