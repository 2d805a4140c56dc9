import type { Repository } from "@lockstep/model";

import { readContents, type WantedFiles } from "./read-contents.ts";

/** Texts of files at a fetched revision. What is missing, too large or no UTF-8 is left out. */
export async function readTexts(
  repository: Repository,
  wanted: WantedFiles,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const [path, bytes] of await readContents(repository, wanted)) {
    const text = decode(bytes);
    if (text !== null) texts.set(path, text);
  }
  return texts;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
