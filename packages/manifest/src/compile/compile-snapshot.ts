import type { Revision, Snapshot } from "@lockstep/model";

import { linkPipelines } from "../cross-checks/link-pipelines.ts";
import type { ReadFile, SourceEntry, SourceFile } from "../files/source-file.ts";
import { unreadableFile } from "../files/unreadable-file.ts";
import { decodeText } from "../text/decode-text.ts";
import type { Finding } from "../text/finding.ts";
import { placeFindings } from "../text/place-findings.ts";
import { assembleSnapshot } from "./assemble-snapshot.ts";
import { type Compilation, compilePipeline } from "./compile-pipeline.ts";

/** Compiles all manifests of a revision that are at hand, such as a working tree's. `readFile` is asked for `$file` references. */
export function compileSnapshot(
  revision: Revision,
  manifests: readonly SourceEntry[],
  readFile: ReadFile,
): Snapshot {
  const compilations = manifests.map(({ path, file }) => compileFile(path, file, readFile));
  const files = new Map(manifests.map(({ path, file }) => [path, file]));
  const problems = [...linkPipelines(compilations)].flatMap(([path, findings]) =>
    placeInFile(path, files.get(path), findings),
  );
  return assembleSnapshot(revision, compilations, problems);
}

/** Compiles a manifest, or says why the file cannot be one. */
export function compileFile(path: string, file: SourceFile, readFile: ReadFile): Compilation {
  const unreadable = unreadableFile(path, file);
  if (unreadable !== null || file.kind !== "file")
    return { path, pipeline: null, problems: unreadable === null ? [] : [unreadable], slug: null, links: [] };
  return compilePipeline(path, file.bytes, readFile);
}

/** Findings about one file as problems. */
export function placeInFile(path: string, file: SourceFile | undefined, findings: readonly Finding[]) {
  return placeFindings(path, file?.kind === "file" ? decodeText(file.bytes).text : "", findings);
}
