import { type Static, Type } from "typebox";

import { list, nullable, oneOf } from "./fields.ts";

/** Something that a person may want to go to. */
const searchHitView = Type.Object(
  {
    kind: oneOf(["environment", "pipeline", "deploy", "run", "commit"]),
    id: Type.String({ description: "Slug of an environment or pipeline, id of a deploy or run, revision." }),
    environment: Type.Union([Type.String(), Type.Null()], {
      description: "Where it is; for a pipeline the lowest environment that has it.",
    }),
    title: Type.String({ description: "One line to show: untrusted text." }),
    state: nullable(Type.String()),
  },
  { $id: "SearchHit" },
);

export const searchResponse = Type.Object({ items: list(searchHitView) });

export type SearchHit = Static<typeof searchHitView>;
