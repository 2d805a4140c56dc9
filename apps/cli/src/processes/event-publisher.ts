import type { OrgStore } from "@lockstep/model";

/** Numbers events after they are committed and tells listeners that there is news. */
export interface EventPublisher {
  stop(): Promise<void>;
}

/** How long events stay resumable. */
const keepMs = 7 * 86_400_000;

/** Publishes when signalled and once a second, because signals may be lost. */
export function startEventPublisher(
  store: Pick<OrgStore, "events" | "signals">,
  onFault: (thrown: unknown) => void,
): EventPublisher {
  let running: Promise<unknown> = Promise.resolve();
  let isAsked = false;
  // Whatever is signalled before the next turn is published in it: one transaction numbers the events of many.
  const publish = () => {
    if (isAsked) return;
    isAsked = true;
    running = running
      .then(() => {
        isAsked = false;
        return store.events.publish();
      })
      .catch(onFault);
  };
  const stopListening = store.signals.listen("event", publish);
  const timer = setInterval(publish, 1_000);
  const pruning = setInterval(() => {
    void store.events.prune(new Date(Date.now() - keepMs).toISOString()).catch(onFault);
  }, 3_600_000);
  return {
    async stop() {
      stopListening();
      clearInterval(timer);
      clearInterval(pruning);
      await running;
    },
  };
}
