import { type Finding, findingAt } from "../text/finding.ts";

/** SLUG_FILE: a file is named after the slug it declares. */
export function fileSlugFindings(path: string, slug: string, suffix: string): Finding[] {
  const expected = `${slug}${suffix}`;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === expected) return [];
  return [
    findingAt(
      "SLUG_FILE",
      ["slug"],
      `The slug is "${slug}", but the file is called ${name}.`,
      `Rename the file to ${expected}, or change the slug.`,
    ),
  ];
}
