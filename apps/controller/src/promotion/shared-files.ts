import { referencedPaths } from "@lockstep/manifest";
import { Failure, type PromotionDifference, type Revision } from "@lockstep/model";

import type { Survey } from "./survey-pair.ts";

interface Overwriting {
  readonly read: (revision: Revision, paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly survey: Survey;
  readonly promoted: readonly PromotionDifference[];
  readonly written: readonly { readonly path: string }[];
  /** Texts that the upper branch has at the paths that are written. */
  readonly there: ReadonlyMap<string, string>;
}

/**
 * Refuses, by name, to overwrite a file from which another pipeline of the upper branch is made: that one would change
 * without being promoted.
 */
export async function requireUnsharedFiles({
  read,
  survey,
  promoted,
  written,
  there,
}: Overwriting): Promise<void> {
  const { upper } = survey;
  const slugs = new Set(promoted.map(({ slug }) => slug));
  const others = upper.snapshot.pipelines.filter(({ slug }) => !slugs.has(slug));
  const overwritten = written.map(({ path }) => path).filter((path) => there.has(path));
  const taken = others.find(({ path }) => overwritten.includes(path));
  if (taken !== undefined) throw sharedFailure(taken.path, taken.slug, survey);
  const near = others.filter(({ path }) => overwritten.some((file) => file.startsWith(folderOf(path))));
  const texts = await read(
    upper.revision,
    near.map(({ path }) => path),
  );
  for (const { slug, path } of near) {
    const bytes = Buffer.from(texts.get(path) ?? "");
    const shared = referencedPaths(path, { kind: "file", bytes }).find((file) => overwritten.includes(file));
    if (shared !== undefined) throw sharedFailure(shared, slug, survey);
  }
}

/** With its slash; a manifest may reference what lies beside or below it. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function sharedFailure(file: string, slug: string, { request }: Survey): Failure {
  return new Failure(
    "unprocessable",
    `${file} differs, and ${slug} in ${request.to} is made from it, too. Promote both: --only ${slug}`,
    { code: "FILE_SHARED" },
  );
}
