import { Type } from "typebox";

import { checksum, list, nullable, slug, timestamp, version } from "./fields.ts";

const applied = {
  slug,
  version,
  content: checksum,
  manifest: checksum,
  team: nullable(Type.String()),
  path: Type.String({ description: "Path of the manifest inside the repository." }),
  uses: Type.Object({
    variables: list(Type.String()),
    secrets: list(Type.String()),
    connections: list(Type.String()),
  }),
  deploy: Type.String({ description: "Deploy that put it there." }),
  since: timestamp,
};

/** One pipeline in force in an environment. */
export const appliedPipelineView = Type.Object(applied, { $id: "AppliedPipeline" });

/** What a pipeline does, every default filled in. */
export const definitionView = Type.Unknown({
  description: "The manifest with every default filled in, re-hashed before it is shown.",
});

export const appliedPipelineResponse = Type.Object({
  pipeline: Type.Object({ ...applied, definition: definitionView }),
  at: Type.Optional(Type.String({ description: "The instant that was asked for." })),
});
