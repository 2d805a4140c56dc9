import { eachReference, type PipelineCheck } from "./pipeline-check.ts";
import { referenceFinding } from "./reference-finding.ts";

/** SECRET_MISPLACED: a secret stands alone in its braces, in a field that accepts secrets. */
export const secretsArePlaced: PipelineCheck = (manifest) =>
  eachReference(manifest, "secrets", (placed, site) => {
    const { path, isDirect, isComputed } = placed.reference;
    const code = "SECRET_MISPLACED";
    if (!site.maySecrets)
      return [
        referenceFinding(placed, site, {
          code,
          message: "Secrets are not allowed here.",
          fix: "Use them in fields made for them, such as headers of an http step.",
        }),
      ];
    if (isDirect && !isComputed && path.length === 1 && path[0]?.isOptional === false) return [];
    return [
      referenceFinding(placed, site, {
        code,
        message: "A secret must stand alone in its braces, without function, operator or further members.",
        fix: "Write {{ secrets.NAME }}, with text before or after the braces where it is needed.",
      }),
    ];
  });
