import { type Finding, findingAt } from "../text/finding.ts";

/** Something that declares a slug in a file. */
export interface Declaration {
  readonly path: string;
  readonly slug: string;
}

/** SLUG_DUPLICATE: a slug is declared by one file. Each of several files names the others. */
export function duplicateSlugFindings(
  declarations: readonly Declaration[],
  keyOf: (slug: string) => string = (slug) => slug,
): ReadonlyMap<string, readonly Finding[]> {
  const keys = new Set(declarations.map(({ slug }) => keyOf(slug)));
  if (keys.size === declarations.length) return new Map();
  const groups = new Map<string, Declaration[]>();
  for (const declaration of declarations) {
    const key = keyOf(declaration.slug);
    groups.set(key, [...(groups.get(key) ?? []), declaration]);
  }
  return new Map(
    [...groups.values()]
      .filter((group) => group.length > 1)
      .flatMap((group) => group.map((own) => [own.path, [duplicate(own, group)]] as const)),
  );
}

function duplicate(own: Declaration, group: readonly Declaration[]): Finding {
  const others = group.filter(({ path }) => path !== own.path);
  const paths = others.map(({ path }) => path).sort();
  const isSame = others.every(({ slug }) => slug === own.slug);
  return findingAt(
    "SLUG_DUPLICATE",
    ["slug"],
    isSame
      ? `The slug "${own.slug}" is also declared by ${paths.join(", ")}.`
      : `The slug "${own.slug}" cannot be told from the one in ${paths.join(", ")} in names of secrets.`,
    "Give one of them another slug and file name.",
  );
}
