import { comparedKinds } from "@lockstep/model";
import { Type } from "typebox";

import { json, nullable, oneOf, revision, slug, timestamp } from "./fields.ts";
import { pageOf } from "./page-view.ts";
import { changeView } from "./plan-view.ts";

/** What one of both texts turned out to mean. */
const comparedSideView = Type.Object(
  {
    asked: Type.String(),
    kind: oneOf(comparedKinds),
    title: Type.String({ description: "What it is, for people." }),
    environment: nullable(slug),
    revision: nullable(revision),
    sequence: nullable(Type.Integer()),
    at: nullable(timestamp),
    pipelines: Type.Integer({ description: "How many it has." }),
  },
  { $id: "ComparedSide" },
);

/** How two things differ, and a page of what differs. */
export const comparisonResponse = Type.Object({
  from: comparedSideView,
  to: comparedSideView,
  counts: Type.Object({ created: Type.Integer(), updated: Type.Integer(), pruned: Type.Integer() }),
  configuration: Type.Immutable(
    Type.Array(Type.Object({ setting: Type.String(), from: json, to: json }), {
      description: "Settings that differ, where both sides are environments.",
    }),
  ),
  ...pageOf(changeView).properties,
});
