import type { Entry, People } from "./audit-queries.ts";

const mostNamed = 3;

/** Who is behind it: who acted, or for what the controller did on its own the author of the commit. */
export function actorOf({ body }: Pick<Entry, "body">, people: People): string {
  const author = textAt(body, "commit", "author");
  const isOwn = textAt(body, "actor", "kind") === "controller";
  const id = isOwn && author !== null ? author : textAt(body, "actor", "id");
  if (id === null) return "Lockstep";
  return people[id]?.name ?? (id.startsWith("person:") ? "somebody who was erased" : id);
}

/** One line: why, in somebody's words; else what it changed; else why, in Lockstep's. */
export function becauseOf({ body }: Pick<Entry, "body">): string {
  const changed = describeChanges(at(body, "changes"));
  const texts = [textAt(body, "reason"), changed, textAt(body, "because"), textAt(body, "sentence")];
  const named = [textAt(body, "attempted"), textAt(body, "name")];
  return [...texts, ...named].find((text) => text !== null && text !== "") ?? "";
}

function describeChanges(changes: unknown): string {
  if (!Array.isArray(changes)) return "";
  const texts = changes.slice(0, mostNamed).map((change: unknown) => {
    if (textAt(change, "kind") === "configure") return `settings of ${textAt(change, "slug") ?? ""}`;
    const versions = [textAt(change, "from", "version"), textAt(change, "to", "version")];
    const [from, to] = versions.map((version) => version ?? "none");
    return `${textAt(change, "slug") ?? ""} ${from} → ${to}`;
  });
  const more = changes.length - texts.length;
  return more > 0 ? `${texts.join(", ")} and ${more} more` : texts.join(", ");
}

function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path);
  return typeof found === "string" ? found : null;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== "object" || here === null || Array.isArray(here)) return null;
    here = (here as Readonly<Record<string, unknown>>)[name];
  }
  return here;
}
