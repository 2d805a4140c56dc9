import type { LedgerEntry, Json, PeopleStore } from "@lockstep/model";

/** Names and addresses of everybody whom these records refer to, by id. */
export async function loadPeople(
  people: PeopleStore,
  records: readonly LedgerEntry[],
): Promise<{ readonly [id: string]: { readonly name: string; readonly email: string } }> {
  const ids = new Set(records.flatMap(({ body }) => referencesIn(body)));
  return ids.size === 0 ? {} : Object.fromEntries(await people.load([...ids]));
}

const personKeys: ReadonlySet<string> = new Set([
  "author",
  "committer",
  "pusher",
  "mergedBy",
  "reviewer",
  "reporter",
  "person",
]);

function referencesIn(value: Json): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]: [string, Json]) =>
    personKeys.has(key) && typeof entry === "string" ? [entry] : referencesIn(entry),
  );
}
