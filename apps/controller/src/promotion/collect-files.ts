import { compilePipeline, referencedPaths } from "@lockstep/manifest";
import { Failure, type PromotionDifference, type Revision } from "@lockstep/model";

import { pipelineSelection } from "../source/file-selection.ts";
import type { RevisionSource } from "../source/revision-source.ts";
import { requireUnsharedFiles } from "./shared-files.ts";
import type { Survey } from "./survey-pair.ts";

/** A file as the promotion leaves it in the upper branch; `text` null removes it. */
export interface PromotedFile {
  readonly path: string;
  readonly text: string | null;
}

/**
 * Exactly the files of some pipelines at the lower environment's applied revision: each manifest with everything that it
 * references, and the removal of those that the lower environment no longer has. What the upper branch holds already
 * with the same text is left out. Each is compiled from these files, and refused unless that gives the very contents
 * that are in force in the lower environment.
 */
export async function collectFiles(
  source: RevisionSource,
  survey: Survey,
  { promoted, signal }: { readonly promoted: readonly PromotionDifference[]; readonly signal: AbortSignal },
): Promise<readonly PromotedFile[]> {
  const { lower, upper, pair } = survey;
  const paths = new Map(lower.snapshot.pipelines.map(({ slug, path }) => [slug, path]));
  const manifests = promoted.flatMap((difference) =>
    difference.from === null
      ? []
      : [{ difference, path: paths.get(difference.slug) ?? difference.from.path }],
  );
  requireIncluded(
    survey,
    manifests.map(({ path }) => path),
    pair.to.policy.source.include,
  );
  const read = (revision: Revision, wanted: readonly string[]) => source.readTexts(revision, wanted, signal);
  const texts = new Map(
    await read(
      lower.revision,
      manifests.map(({ path }) => path),
    ),
  );
  const references = manifests.flatMap(({ path }) => referencesOf(path, texts));
  for (const [path, text] of await read(lower.revision, references)) texts.set(path, text);
  for (const { difference, path } of manifests) requireSameContent(difference, path, texts);
  const there = await read(upper.revision, [...texts.keys()]);
  const written = [...texts].flatMap(([path, text]) => (there.get(path) === text ? [] : [{ path, text }]));
  await requireUnsharedFiles({ read, survey, promoted, written, there });
  return [...written, ...removalsOf(survey, promoted, new Set(texts.keys()))];
}

function referencesOf(manifest: string, texts: ReadonlyMap<string, string>): readonly string[] {
  const text = texts.get(manifest);
  return text === undefined ? [] : referencedPaths(manifest, { kind: "file", bytes: Buffer.from(text) });
}

/** The upper environment reads what its own globs match. */
function requireIncluded({ request }: Survey, paths: readonly string[], include: readonly string[]): void {
  const { isManifest } = pipelineSelection(include);
  const left = paths.filter((path) => !isManifest(path));
  if (left.length === 0) return;
  throw new Failure(
    "unprocessable",
    `${left.slice(0, 5).join(", ")} would not be read by ${request.to}: its \`source.include\` is ${include.join(", ")}.`,
    { code: "NOT_INCLUDED" },
  );
}

function requireSameContent(
  { slug, from }: PromotionDifference,
  path: string,
  texts: ReadonlyMap<string, string>,
): void {
  const text = texts.get(path);
  const compiled =
    text === undefined
      ? null
      : compilePipeline(path, Buffer.from(text), (wanted) => {
          const found = texts.get(wanted);
          return found === undefined ? null : { kind: "file", bytes: Buffer.from(found) };
        }).pipeline;
  if (compiled !== null && compiled.content === from?.content && compiled.manifest === from.manifest) return;
  throw new Failure(
    "unprocessable",
    `${slug} cannot be promoted alone: its files, taken one by one, do not give the content that is in force (a file may be larger than 1 MiB). Promote without --only.`,
    { code: "CONTENT_DIFFERS" },
  );
}

/** Manifests of pipelines that are gone below, and old places of those that moved. */
function removalsOf(
  { upper }: Survey,
  promoted: readonly PromotionDifference[],
  written: ReadonlySet<string>,
): readonly PromotedFile[] {
  const slugs = new Set(promoted.map(({ slug }) => slug));
  return upper.snapshot.pipelines.flatMap(({ slug, path }) =>
    slugs.has(slug) && !written.has(path) ? [{ path, text: null }] : [],
  );
}
