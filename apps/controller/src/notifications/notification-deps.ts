import type { TellChannel } from "@lockstep/engine";
import type { Clock, OrgStore, Timer } from "@lockstep/model";

import type { Log } from "../controller-deps.ts";

/** What the notification loop needs from the process that hosts it. */
export interface NotificationDeps {
  readonly store: Pick<OrgStore, "events" | "leases" | "notifications" | "outbox" | "signals"> & {
    readonly environments: Pick<OrgStore["environments"], "list" | "load">;
  };
  readonly tell: TellChannel;
  readonly clock: Clock;
  readonly timer: Timer;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** Names this process in leases. */
  readonly holder: string;
  /** Where people reach Lockstep, without a slash at the end. */
  readonly publicUrl: string;
}
