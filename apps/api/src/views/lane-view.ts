import { type Static, Type } from "typebox";

import type { Bead, Lane } from "../matrix/lanes.ts";
import { deployState } from "./deploy-view.ts";
import { id, list, nullable, oneOf, revision, slug, timestamp } from "./fields.ts";
import { firstLine } from "./first-line.ts";
import { syncState } from "./matrix-view.ts";

/** One commit on its way through an environment. */
const beadView = Type.Object(
  {
    revision,
    message: Type.Union([Type.String(), Type.Null()], {
      description: "First line of the commit message, at most 200 characters; null before it was planned.",
    }),
    author: nullable(Type.String()),
    at: Type.Union([timestamp, Type.Null()], { description: "When it was committed." }),
    state: Type.Unsafe<Static<typeof deployState> | "observed">({
      ...deployState,
      enum: [...(deployState as unknown as { readonly enum: readonly string[] }).enum, "observed"],
      description: "The deploy's; `observed` for a revision that is not planned yet.",
    }),
    intent: nullable(oneOf(["merge", "rollback", "retire"])),
    deploy: nullable(id),
    because: Type.String(),
    isInForce: Type.Boolean({ description: "Whether this is what runs." }),
    stuck: Type.Union(
      [
        Type.Object({
          reason: Type.String({ description: "The one thing that it waits for." }),
          next: Type.String(),
          opensAt: nullable(timestamp),
          predictedAt: nullable(timestamp),
        }),
        Type.Null(),
      ],
      { description: "Only for what waits, is held or is refused." },
    ),
    updatedAt: nullable(timestamp),
    pullRequest: nullable(Type.Object({ number: Type.Integer(), url: Type.String() })),
  },
  { $id: "Bead" },
);

/** What came into one environment, newest first. */
export const laneView = Type.Object(
  {
    environment: slug,
    title: Type.String(),
    branch: nullable(Type.String()),
    state: syncState,
    because: Type.String(),
    promotesTo: list(slug),
    appliedRevision: nullable(revision),
    beads: list(beadView),
  },
  { $id: "Lane" },
);

export const lanesResponse = Type.Object({ lanes: list(laneView) });

export function presentLane({ environment, beads }: Lane): Static<typeof laneView> {
  const { status, uppers } = environment;
  const { slug: name, title, branch, state, because, appliedRevision } = status;
  return {
    environment: name,
    title,
    branch,
    state,
    because,
    promotesTo: uppers,
    appliedRevision,
    beads: beads.map(presentBead),
  };
}

function presentBead({ commit, ...bead }: Bead): Static<typeof beadView> {
  return {
    ...bead,
    message: commit === null ? null : firstLine(commit.message),
    author: commit?.author.name.slice(0, 200) ?? null,
    at: commit?.committer.at ?? null,
  };
}
