import { createRetention, type Retention } from "@lockstep/controller";
import { systemTimer, toFailure } from "@lockstep/model";

import type { Installation } from "./installation.ts";

/** Removes what policies no longer keep of runs, while this process has the lease. */
export function startRetention({ store, data, log }: Installation): Retention {
  const retention = createRetention({
    store,
    holder: data.id,
    timer: systemTimer,
    onFault: (thrown) => log.warn({ err: thrown }, toFailure(thrown).message),
  });
  retention.start();
  return retention;
}
