import type { EnvironmentCheck } from "./environment-check.ts";
import { namesAreDeclared } from "./names-are-declared.ts";
import { productionIsStrict } from "./production-is-strict.ts";
import { slugNamesFile } from "./slug-names-file.ts";
import { windowsCanOpen } from "./windows-can-open.ts";

/** Every rule about a single environment. */
export const environmentChecks: readonly EnvironmentCheck[] = [
  slugNamesFile,
  productionIsStrict,
  windowsCanOpen,
  namesAreDeclared,
];
