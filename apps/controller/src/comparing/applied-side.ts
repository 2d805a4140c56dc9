import { Failure, type PastState, type Slug, type Timestamp, toTimestamp } from "@lockstep/model";

import { type ComparisonSources, type Side, storedPipelines } from "./side.ts";

type Store = Pick<ComparisonSources, "store">;

/** What is in force in an environment now. */
export async function environmentSide({ store }: Store, asked: string, slug: Slug): Promise<Side> {
  const applied = await store.environments.loadApplied(slug);
  const pipelines = storedPipelines(store.versions, applied.pipelines.values());
  return {
    shown: {
      asked,
      kind: "environment",
      title: slug,
      environment: slug,
      revision: applied.revision,
      sequence: applied.sequence,
      at: null,
      pipelines: pipelines.size,
    },
    pipelines,
    configuration: applied.policy,
  };
}

/** What was in force in an environment at an instant; nothing before its first apply. Failure: `invalid-input`. */
export async function pastSide({ store }: Store, asked: string, slug: Slug, instant: string): Promise<Side> {
  const at = await readPast(store, instant);
  return sideOf({ store }, await store.history.loadAt(slug, at), {
    asked,
    kind: "environment",
    title: `${slug} at ${at}`,
    environment: slug,
    at,
  });
}

/** What a deploy left. */
export function deploySide({ store }: Store, asked: string, state: PastState): Promise<Side> {
  const { environment, sequence, at } = state;
  const title = `${environment} after deploy ${sequence}`;
  return sideOf({ store }, state, { asked, kind: "deploy", title, environment, at });
}

async function readPast(store: ComparisonSources["store"], instant: string): Promise<Timestamp> {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds))
    throw new Failure("invalid-input", `'${instant}' is no instant; write one such as 2026-02-03T14:03:00Z.`);
  const [at, now] = [toTimestamp(milliseconds), await store.now()];
  if (at <= now) return at;
  throw new Failure("invalid-input", `${at} is in the future: the database says it is ${now}.`, {
    code: "INSTANT_IN_FUTURE",
  });
}

async function sideOf(
  { store }: Store,
  state: PastState | null,
  shown: Pick<Side["shown"], "asked" | "kind" | "title" | "environment" | "at">,
): Promise<Side> {
  const applied =
    state === null ? new Map() : await store.history.loadPipelines(state.environment, state.sequence);
  const pipelines = storedPipelines(store.versions, applied.values());
  const configuration =
    state === null ? null : await store.history.loadConfiguration(state.configurationDigest);
  const { revision = null, sequence = 0 } = state ?? {};
  return { shown: { ...shown, revision, sequence, pipelines: pipelines.size }, pipelines, configuration };
}
