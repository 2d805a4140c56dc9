import { findingAt } from "../text/finding.ts";
import type { EnvironmentCheck } from "./environment-check.ts";

/** What runs in production is what was released: versions cannot be rewritten there. */
export const productionIsStrict: EnvironmentCheck = ({ environment }) => {
  if (environment.tier !== "production" || environment.immutability.mode === "strict") return [];
  return [
    findingAt(
      "SCHEMA",
      ["immutability", "mode"],
      "A production environment must be strict: `recreate` would rewrite released versions.",
      'Write "strict", or choose another tier.',
    ),
  ];
};
