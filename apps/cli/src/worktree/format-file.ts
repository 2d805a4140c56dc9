import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { formatManifest } from "@lockstep/manifest";
import { toFailure } from "@lockstep/model";

import { readSourceFile } from "./read-source-file.ts";

export type FormatOutcome =
  | { readonly outcome: "unchanged" | "changed" }
  | { readonly outcome: "failed"; readonly because: string };

interface Target {
  readonly root: string;
  readonly path: string;
  /** Says what would happen and writes nothing. */
  readonly isDry: boolean;
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Writes one manifest in the one layout; a file that is not strict JSON stays as it is. */
export function formatFile({ root, path, isDry }: Target): FormatOutcome {
  const source = readSourceFile(root, path);
  if (source?.kind !== "file") return failed(`it is ${source?.kind ?? "no file"}`);
  try {
    const text = strictUtf8.decode(source.bytes);
    const formatted = formatManifest(text);
    if (formatted === text) return { outcome: "unchanged" };
    if (!isDry) replaceFile(join(root, path), formatted);
    return { outcome: "changed" };
  } catch (thrown) {
    return failed(toFailure(thrown).message);
  }
}

function failed(because: string): FormatOutcome {
  return { outcome: "failed", because };
}

/** At once, so that a full disk or a killed process never leaves half a manifest. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.draft`;
  try {
    writeFileSync(draft, text, { mode: statSync(file).mode });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
