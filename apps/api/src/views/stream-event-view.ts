import { eventNames, liveEventNames, stepEventNames } from "@lockstep/model";
import { Type } from "typebox";

import { json, nullable, oneOf, slug, timestamp } from "./fields.ts";

/** What a stream tells. */
export const streamEventView = Type.Object(
  {
    id: nullable(Type.String({ description: "Send the last one seen as `Last-Event-ID` to miss nothing." })),
    name: oneOf([...eventNames, ...liveEventNames, ...stepEventNames, "log", "step.stream"]),
    at: timestamp,
    environment: slug,
    body: Type.Record(Type.String(), json),
  },
  { $id: "Event" },
);
