import { Type } from "typebox";

import { checksum, list, nullable, revision, slug, timestamp, version } from "./fields.ts";

/** One version of a pipeline that was ever applied. */
export const versionView = Type.Object(
  {
    slug,
    version,
    content: checksum,
    manifest: checksum,
    release: nullable(
      Type.Object(
        {
          slug,
          version,
          content: checksum,
          environment: slug,
          revision,
          deploy: Type.String(),
          releasedAt: timestamp,
        },
        { description: "The claim that this version means this content for ever." },
      ),
    ),
    appliedIn: list(slug),
    firstSeenAt: timestamp,
  },
  { $id: "Version" },
);
