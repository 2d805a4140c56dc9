import { changeClasses } from "@lockstep/model";
import { Type } from "typebox";

import { json, list, nullable, oneOf, slug, version } from "./fields.ts";
import { pageOf } from "./page-view.ts";
import { pastStateView } from "./past-environment-view.ts";
import { differenceView } from "./plan-view.ts";

/** A pipeline that differs between two applied states. */
const comparedPipeline = Type.Object(
  {
    kind: oneOf(["created", "updated", "pruned"]),
    slug,
    from: nullable(version),
    to: nullable(version),
    class: nullable(oneOf(changeClasses)),
    differences: list(differenceView),
  },
  { $id: "ComparedPipeline" },
);

/** Two applied states of an environment and a page of what differs. */
export const stateDiffResponse = Type.Object({
  environment: slug,
  from: nullable(pastStateView),
  to: nullable(pastStateView),
  counts: Type.Object({ created: Type.Integer(), updated: Type.Integer(), pruned: Type.Integer() }),
  configuration: list(Type.Object({ setting: Type.String(), from: json, to: json })),
  ...pageOf(comparedPipeline).properties,
});
