import type { Worker } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { id, list, timestamp } from "./fields.ts";

/** A process that executes runs. */
export const workerView = Type.Object(
  {
    id,
    name: Type.String({ description: "Host and process id." }),
    queues: Type.Union([list(Type.String()), Type.Null()], { description: "null is every queue." }),
    concurrency: Type.Integer({ description: "Most runs at the same time." }),
    running: Type.Integer({ description: "Runs that it carried on at its last sign of life." }),
    isDraining: Type.Boolean({ description: "It takes nothing new and is about to stop." }),
    startedAt: timestamp,
    beatAt: timestamp,
  },
  { $id: "Worker" },
);

export function presentWorker(worker: Worker): Static<typeof workerView> {
  return worker;
}
