import { didYouMean } from "@lockstep/model";

import { type Finding, findingAt, type Fix, type Path } from "../text/finding.ts";
import { namedUses } from "./named-uses.ts";
import { type CheckedManifest, eachReference, type PipelineCheck } from "./pipeline-check.ts";
import { referenceFinding } from "./reference-finding.ts";

type Kind = "variables" | "secrets" | "connections";

const singular: Record<Kind, string> = {
  variables: "variable",
  secrets: "secret",
  connections: "connection",
};

/** USES_UNDECLARED: a pipeline refers to nothing of its environment that `uses` does not name. */
export const usesAreDeclared: PipelineCheck = (manifest) => [
  ...referencedUndeclared("vars", "variables", manifest),
  ...referencedUndeclared("secrets", "secrets", manifest),
  ...namedUses(manifest.written).flatMap(({ kind, name, path }) =>
    isDeclared(manifest, kind, name) ? [] : [undeclaredAt(manifest, kind, name, path)],
  ),
];

function referencedUndeclared(root: string, kind: Kind, manifest: CheckedManifest): Finding[] {
  return eachReference(manifest, root, (placed, site) => {
    const key = placed.reference.path[0]?.key;
    if (key === undefined) {
      if (root === "secrets") return [];
      return [
        referenceFinding(placed, site, {
          code: "USES_UNDECLARED",
          message: `\`${root}\` must be followed by the name of a ${singular[kind]}, written out.`,
        }),
      ];
    }
    if (isDeclared(manifest, kind, String(key))) return [];
    const { message, fix } = said(manifest, kind, String(key));
    return [referenceFinding(placed, site, { code: "USES_UNDECLARED", message, fix, member: 0 })];
  });
}

function undeclaredAt(manifest: CheckedManifest, kind: Kind, name: string, path: Path): Finding {
  const { message, fix } = said(manifest, kind, name);
  return findingAt("USES_UNDECLARED", path, message, fix);
}

function said(
  { written }: CheckedManifest,
  kind: Kind,
  name: string,
): { readonly message: string; readonly fix: Fix } {
  return {
    message: `The ${singular[kind]} \`${name}\` is not declared in \`uses.${kind}\`.`,
    fix: () => {
      const meant = didYouMean(name, written.uses?.[kind] ?? []);
      return meant === null ? `Add "${name}" to \`uses.${kind}\`.` : `Did you mean \`${meant}\`?`;
    },
  };
}

function isDeclared({ written }: CheckedManifest, kind: Kind, name: string): boolean {
  return written.uses?.[kind]?.includes(name) ?? false;
}
