import type { OrgStore, RunTransition } from "@lockstep/model";

/** Waits for a queued run, claims it and ends it, as a runner would. */
export async function endRun(store: OrgStore, state: RunTransition): Promise<void> {
  const [claimed] = await store.runs.claim({ holder: "test", queues: null, limit: 1, leaseMs: 60_000 });
  if (claimed === undefined) {
    await heard(store);
    return endRun(store, state);
  }
  const { run, fencingToken } = claimed;
  const event = {
    name: `run.${state.to}` as "run.completed",
    environment: run.environment,
    body: { run: run.id },
  };
  await store.runs.write([{ run: run.id, fencingToken, attempts: [], logs: [], state, events: [event] }]);
}

async function heard(store: OrgStore): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = store.signals.listen("event", () => {
      stop();
      resolve();
    });
  });
}
