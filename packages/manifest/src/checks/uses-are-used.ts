import { findingAt } from "../text/finding.ts";
import { namedUses } from "./named-uses.ts";
import type { CheckedManifest, PipelineCheck } from "./pipeline-check.ts";

/** USES_UNUSED (a warning): what `uses` names is needed. */
export const usesAreUsed: PipelineCheck = (manifest) => {
  const used = usedNames(manifest);
  return (["variables", "secrets", "connections"] as const).flatMap((kind) =>
    (manifest.written.uses?.[kind] ?? []).flatMap((name, index) =>
      used.has(`${kind} ${name}`)
        ? []
        : [
            findingAt(
              "USES_UNUSED",
              ["uses", kind, index],
              `\`${name}\` is declared but not used.`,
              "Remove it.",
            ),
          ],
    ),
  );
};

const kinds: { readonly [root: string]: string } = { vars: "variables", secrets: "secrets" };

function usedNames({ sites, written }: CheckedManifest): ReadonlySet<string> {
  const used = new Set(namedUses(written).map(({ kind, name }) => `${kind} ${name}`));
  for (const { analysis } of sites)
    for (const { reference } of analysis.references) {
      const kind = kinds[reference.root];
      if (kind !== undefined) used.add(`${kind} ${reference.path[0]?.key}`);
    }
  return used;
}
