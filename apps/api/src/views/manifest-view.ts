import type { ChangedManifest, ManifestText } from "@lockstep/model";
import { Type } from "typebox";

import { definitionView } from "./applied-pipeline-view.ts";
import { checksum, nullable, slug, version } from "./fields.ts";
import { changeView } from "./plan-view.ts";

/** Longer texts are left out; in UTF-16 code units. */
const mostShown = 1_048_576;

/** A manifest as people read it. */
const manifestView = Type.Object(
  {
    slug,
    version,
    content: checksum,
    manifest: checksum,
    size: Type.Integer({ description: "Length of the text." }),
    text: Type.Union([Type.String(), Type.Null()], {
      description:
        "The manifest in the one layout, without what equals a default. Null when it is longer than 1 MiB.",
    }),
    definition: definitionView,
  },
  { $id: "Manifest" },
);

export const manifestResponse = Type.Object({ manifest: manifestView });

/** One changed pipeline with both of its sides, for text and graph differences. */
export const changedManifestResponse = Type.Object({
  change: changeView,
  before: nullable(manifestView),
  after: nullable(manifestView),
});

export function presentManifest({ text, definition, ...shown }: ManifestText) {
  const isShown = text.length <= mostShown;
  return {
    ...shown,
    size: text.length,
    text: isShown ? text : null,
    definition: isShown ? definition : null,
  };
}

export function presentChangedManifest({ change, before, after }: ChangedManifest) {
  return {
    change,
    before: before && presentManifest(before),
    after: after && presentManifest(after),
  };
}
