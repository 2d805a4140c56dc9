import { checkActions, type Delivery, deliveryStates } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { nullable, oneOf, revision, timestamp } from "./fields.ts";

export const deliveryState = oneOf(deliveryStates);

/** A webhook delivery that came in. Its body is not kept, only where it says that something happened. */
export const deliveryView = Type.Object(
  {
    position: Type.Integer({ description: "Grows with each delivery received." }),
    hook: Type.String({ description: "Id of the hook that sent it." }),
    id: Type.String({ description: "The forge's id; a redelivery keeps it." }),
    event: Type.String(),
    action: nullable(Type.String()),
    repository: nullable(Type.String({ description: "The forge's id of the repository." })),
    hint: Type.Object({
      ref: nullable(Type.String()),
      pullRequest: nullable(Type.Integer()),
      headRevision: nullable(revision),
      request: nullable(
        Type.Object({
          action: oneOf(checkActions),
          check: Type.String(),
          checkRun: Type.String(),
          sender: Type.String({ description: "Login of who asked." }),
        }),
      ),
    }),
    state: deliveryState,
    because: nullable(Type.String({ description: "What came of it." })),
    attempts: Type.Integer({ description: "Attempts that failed." }),
    receivedAt: timestamp,
    endedAt: nullable(timestamp),
  },
  { $id: "Delivery" },
);

export function presentDelivery(delivery: Delivery): Static<typeof deliveryView> {
  return delivery;
}
