import { realpath, stat } from "node:fs/promises";
import { isAbsolute } from "node:path";

import { Refusal } from "../refusal.ts";

/** A file under its path without links. */
export interface FoundFile {
  readonly file: string;
  /** The same under every name of the file, and another one when it is replaced. */
  readonly identity: string;
}

/** The file that a path leads to. Fails as `security` for Lockstep's own database, also by another name of it. */
export async function checkFile(path: string, own: string | null): Promise<FoundFile> {
  if (!isAbsolute(path))
    throw new Refusal("validation", "The connection's secret is not the absolute path of a SQLite file.");
  const found = await locate(path);
  if (found === null) throw new Refusal("connectivity", "The SQLite file of the connection does not exist.");
  const ours = own === null ? null : await locate(own);
  if (ours !== null && (ours.file === found.file || ours.identity === found.identity))
    throw new Refusal("security", "This is Lockstep's own database; sql steps never reach it.");
  return found;
}

async function locate(path: string): Promise<FoundFile | null> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return { file: await realpath(path), identity: `${dev}:${ino}` };
  } catch {
    return null;
  }
}
