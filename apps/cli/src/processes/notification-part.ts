import { createNotificationLoop, type NotificationLoop } from "@lockstep/controller";
import { createChannelTeller, createNodeHttpClient, createNodeMailer } from "@lockstep/engine";
import { systemClock, systemTimer } from "@lockstep/model";

import type { Installation } from "./installation.ts";

/** Tells channels what environments say, while this process has the lease. */
export function startNotifications(installation: Installation): NotificationLoop {
  const { store, secrets, configuration, data, log } = installation;
  const loop = createNotificationLoop({
    store,
    tell: createChannelTeller({
      secrets,
      http: createNodeHttpClient(),
      mailer: createNodeMailer(),
      clock: systemClock,
    }),
    clock: systemClock,
    timer: systemTimer,
    random: Math.random,
    log,
    holder: data.id,
    publicUrl: configuration.publicUrl,
  });
  loop.start();
  return loop;
}
