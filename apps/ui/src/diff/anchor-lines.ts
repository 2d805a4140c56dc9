/** A line that stands exactly once in each of two texts. */
export interface Anchor {
  readonly old: number;
  readonly new: number;
}

/**
 * Lines that surely stayed: those that each text has exactly once, as many of them as keep their order. They cut two long
 * texts into short ones, each of which is compared in no time. Takes n log n.
 */
export function findAnchors(oldLines: readonly string[], newLines: readonly string[]): readonly Anchor[] {
  const news = placesOfUnique(newLines);
  const pairs: Anchor[] = [];
  for (const [line, place] of placesOfUnique(oldLines)) {
    const other = news.get(line);
    if (other !== undefined) pairs.push({ old: place, new: other });
  }
  return longestRising(pairs.sort((one, other) => one.old - other.old));
}

function placesOfUnique(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [place, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, place);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** The longest part of pairs whose places in the new text rise, too. */
function longestRising(pairs: readonly Anchor[]): readonly Anchor[] {
  /** Index of the pair that ends the best sequence of each length, and what stands before each pair. */
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, pair] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.new ?? 0) < pair.new) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const found: Anchor[] = [];
  for (let at = ends.at(-1) ?? -1; at !== -1; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) found.push(pair);
  }
  return found.reverse();
}
