import type { PipelineChange } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { checksum, id, nullable, oneOf, revision, timestamp, version } from "./fields.ts";
import { firstLine } from "./first-line.ts";
import { actorView } from "./run-view.ts";

/** A deploy that changed one pipeline, with who wrote it and why. */
export const pipelineChangeView = Type.Object(
  {
    sequence: Type.Integer({ description: "Of the environment's applied states." }),
    kind: oneOf(["applied", "rolled-back", "retired"]),
    to: Type.Union(
      [
        Type.Object({ version, content: checksum, manifest: checksum, team: nullable(Type.String()) }),
        Type.Null(),
      ],
      { description: "What it put there; null when it took the pipeline out." },
    ),
    at: timestamp,
    revision,
    deploy: id,
    intent: oneOf(["merge", "rollback", "retire"]),
    because: Type.String({ description: "What the deploy said at its end; of a rollback, the reason." }),
    message: Type.String({ description: "First line of the commit message, at most 200 characters." }),
    author: Type.String(),
    actor: actorView,
  },
  { $id: "PipelineChange" },
);

export function presentPipelineChange({
  deploy,
  ...change
}: PipelineChange): Static<typeof pipelineChangeView> {
  const { id, intent, because, commit, actor } = deploy;
  return {
    ...change,
    deploy: id,
    intent,
    because,
    message: firstLine(commit.message),
    author: commit.author.name.slice(0, 200),
    actor,
  };
}
