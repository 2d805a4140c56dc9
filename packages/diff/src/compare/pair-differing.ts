import type { Checksum, Slug } from "@lockstep/model";

/** Both sides of a pipeline that is not the same on both; `null` on the side that does not have it. */
export interface DifferingPair<Item> {
  readonly slug: Slug;
  readonly from: Item | null;
  readonly to: Item | null;
}

/** Pipelines whose manifests differ between two sets, by slug; not yet compared. */
export function pairDiffering<Item extends { readonly manifest: Checksum }>(
  from: ReadonlyMap<Slug, Item>,
  to: ReadonlyMap<Slug, Item>,
): readonly DifferingPair<Item>[] {
  const slugs = [...new Set([...from.keys(), ...to.keys()])].sort();
  return slugs.flatMap((slug) => {
    const pair = { slug, from: from.get(slug) ?? null, to: to.get(slug) ?? null };
    return pair.from?.manifest === pair.to?.manifest ? [] : [pair];
  });
}
