import { commitStates } from "@lockstep/model";
import { Type } from "typebox";

import { commitView } from "./deploy-view.ts";
import { id, list, nullable, oneOf, revision, slug, timestamp } from "./fields.ts";
import { verdictView } from "./plan-view.ts";

/** Where a commit is in one environment, or why it is not there. */
const commitPlace = Type.Object(
  {
    environment: slug,
    state: oneOf(commitStates),
    because: Type.String({ description: "Where it is, in a sentence." }),
    next: Type.String({ description: "What happens next, or what to do." }),
    deploy: Type.Union([id, Type.Null()], {
      description: "The deploy that brought it, blocks it or took it out.",
    }),
    revision: Type.Union([revision, Type.Null()], {
      description: "Revision of that deploy: the commit, or one that contains it.",
    }),
    at: Type.Union([timestamp, Type.Null()], { description: "When that deploy was applied." }),
    reason: nullable(Type.String()),
    gates: Type.Immutable(Type.Array(verdictView, { description: "Every gate that is not open." })),
    opensAt: nullable(timestamp),
    predictedAt: Type.Union([timestamp, Type.Null()], {
      description: "When it will be deployed, if nothing but time passes.",
    }),
  },
  { $id: "CommitPlace" },
);

export const commitResponse = Type.Object({ commit: commitView, environments: list(commitPlace) });
