import { reservedSlugs } from "@lockstep/model";

import { findingAt } from "../text/finding.ts";
import { fileSlugFindings } from "./file-slug.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

/** SLUG_FILE: `billing` is declared by `billing.pipeline.json`. */
export const slugNamesFile: PipelineCheck = ({ path, written }) =>
  fileSlugFindings(path, written.slug, ".pipeline.json");

/** SLUG_RESERVED: a slug is not a word that the API's addresses need. */
export const slugIsFree: PipelineCheck = ({ written: { slug } }) =>
  reservedSlugs.includes(slug)
    ? [
        findingAt(
          "SLUG_RESERVED",
          ["slug"],
          `"${slug}" is a reserved word.`,
          `Reserved are: ${reservedSlugs.join(", ")}.`,
        ),
      ]
    : [];
