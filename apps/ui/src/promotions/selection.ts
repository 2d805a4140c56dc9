/** Slugs that an address names, in its order, each once. */
export function readSelection(only: string | undefined): readonly string[] {
  return [...new Set((only ?? "").split(",").filter((slug) => slug !== ""))];
}

/** The selection with a slug put in or taken out, as an address writes it; `undefined` when nothing is chosen. */
export function toggleSelection(only: string | undefined, slug: string): string | undefined {
  const chosen = readSelection(only);
  const next = chosen.includes(slug) ? chosen.filter((one) => one !== slug) : [...chosen, slug];
  return next.length === 0 ? undefined : next.join(",");
}
