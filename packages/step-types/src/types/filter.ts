import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict } from "../fields.ts";

const parameters = Type.Object(
  {
    items: Type.Array(Type.Unknown(), { description: "What to choose from." }),
    where: anyValue("Template over `item` and `index` that is true for the items to keep."),
  },
  strict,
);

/** `filter`: the items for which a condition holds. */
export const filter = declareStepType({
  type: "filter",
  summary: "Keeps the items for which a condition holds, in their order.",
  with: parameters,
  outputSchema: () => ({ type: "array" }),
  deferred: { "/where": ["item", "index"] },
});
