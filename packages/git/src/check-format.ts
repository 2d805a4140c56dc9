import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "@lockstep/model";

import { sha256Failure } from "./sha256-failure.ts";

/** Refuses, by name, formats of a local repository that cannot be read where it lies. */
export async function checkFormat(name: string, gitdir: string): Promise<void> {
  const config = await readFile(join(gitdir, "config"), "utf8").catch(() => "");
  if (/^\s*objectformat\s*=\s*sha256/im.test(config)) throw sha256Failure(name);
  if (/^\s*refstorage\s*=\s*reftable/im.test(config)) throw unreadable(name, "keeps its refs in a reftable");
  const alternates = await stat(join(gitdir, "objects/info/alternates")).catch(() => null);
  if (alternates !== null) throw unreadable(name, "borrows objects from another one (alternates)");
}

function unreadable(name: string, what: string): Failure {
  return new Failure(
    "repository-invalid",
    `Repository ${name} ${what}; serve it over HTTP or name a plain clone (git clone --bare --dissociate).`,
  );
}
