import { eventNames, stepEventNames } from "@lockstep/model";
import { Type } from "typebox";

import { json, oneOf, slug, timestamp } from "./fields.ts";

/** What a stream tells. */
export const streamEventView = Type.Object(
  {
    id: Type.String({ description: "Send the last one seen as `Last-Event-ID` to miss nothing." }),
    name: oneOf([...eventNames, ...stepEventNames, "log"]),
    at: timestamp,
    environment: slug,
    body: Type.Record(Type.String(), json),
  },
  { $id: "Event" },
);
