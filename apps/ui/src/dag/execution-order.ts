export interface Dependent {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

export interface Placed<Item> {
  readonly item: Item;
  /** From 1. */
  readonly order: number;
  /** Length of the longest chain of dependencies before it, from 0. */
  readonly level: number;
}

/**
 * Puts items after what they depend on: by level, side by side by id. Dependencies that are not there are left out;
 * items that wait for each other, as those of two definitions may, come last, by id.
 */
export function executionOrder<Item extends Dependent>(items: readonly Item[]): readonly Placed<Item>[] {
  const levels = levelsOf(items);
  return items
    .map((item) => ({ item, level: levels.get(item.id) ?? 0 }))
    .sort((a, b) => a.level - b.level || compareText(a.item.id, b.item.id))
    .map(({ item, level }, index) => ({ item, level, order: index + 1 }));
}

function levelsOf(items: readonly Dependent[]): ReadonlyMap<string, number> {
  const known = new Set(items.map(({ id }) => id));
  const waiting = new Map<string, number>();
  const followers = new Map<string, string[]>();
  for (const { id, dependsOn } of items) {
    const present = new Set(dependsOn.filter((dependency) => known.has(dependency)));
    waiting.set(id, present.size);
    for (const dependency of present) followers.set(dependency, [...(followers.get(dependency) ?? []), id]);
  }
  const levels = new Map<string, number>();
  let ready = items.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id);
  for (let level = 0; ready.length > 0; level += 1) {
    const next: string[] = [];
    for (const id of ready) {
      levels.set(id, level);
      for (const follower of followers.get(id) ?? []) {
        const left = (waiting.get(follower) ?? 0) - 1;
        waiting.set(follower, left);
        if (left === 0) next.push(follower);
      }
    }
    ready = next;
  }
  const last = Math.max(-1, ...levels.values()) + 1;
  for (const { id } of items) if (!levels.has(id)) levels.set(id, last);
  return levels;
}

/** By code unit: the same everywhere, whatever the viewer's language. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
