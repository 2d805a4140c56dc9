import type { ClaimedRun, OrgStore, RunTransition } from "@lockstep/model";

/** Takes the next queued run, waiting for it if need be. */
export async function claimRun(store: OrgStore): Promise<ClaimedRun> {
  const [claimed] = await store.runs.claim({ holder: "test", queues: null, limit: 1, leaseMs: 60_000 });
  if (claimed !== undefined) return claimed;
  await new Promise<void>((resolve) => {
    const stop = store.signals.listen("event", () => {
      stop();
      resolve();
    });
  });
  return claimRun(store);
}

/** Ends a claimed run, as a runner would. */
export async function endRun(
  store: OrgStore,
  { run, fencingToken }: ClaimedRun,
  state: Exclude<RunTransition, { readonly to: "running" | "waiting" }>,
): Promise<void> {
  const event = {
    name: `run.${state.to}`,
    environment: run.environment,
    body: { run: run.id, slug: run.slug },
  } as const;
  const nothing = { attempts: [], logs: [], children: [], abandoned: [] };
  await store.runs.write([{ run: run.id, fencingToken, state, events: [event], ...nothing }]);
}
