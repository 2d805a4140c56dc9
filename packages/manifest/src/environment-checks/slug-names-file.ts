import { fileSlugFindings } from "../checks/file-slug.ts";
import type { EnvironmentCheck } from "./environment-check.ts";

/** SLUG_FILE: `staging` is declared by `staging.json`. */
export const slugNamesFile: EnvironmentCheck = ({ path, environment }) =>
  fileSlugFindings(path, environment.slug, ".json");
