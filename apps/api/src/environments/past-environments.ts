import {
  type AppliedPipeline,
  type EnvironmentStatus,
  Failure,
  type Page,
  type PageRequest,
  type PastState,
  type Slug,
  type Timestamp,
} from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";
import { presentPastEnvironment, presentPastSummary } from "../views/past-environment-view.ts";

type Store = Pick<ApiDeps, "store">;

/** An environment as it was at an instant, for a list. */
export async function summarisePast({ store }: Store, status: EnvironmentStatus, at: Timestamp) {
  return presentPastSummary(status, at, await store.history.loadAt(status.slug, at));
}

/** The same with the policy that was in force. */
export async function showPast({ store }: Store, status: EnvironmentStatus, at: Timestamp) {
  const state = await store.history.loadAt(status.slug, at);
  const policy = state === null ? null : await store.history.loadConfiguration(state.configurationDigest);
  return presentPastEnvironment(presentPastSummary(status, at, state), policy);
}

export interface PastList {
  readonly environment: Slug;
  readonly at: Timestamp;
  readonly filter: { readonly search: string | null; readonly team: string | null };
}

/** A page of the pipelines that were in force at an instant; empty before the first apply. */
export async function listPastPipelines(
  { store }: Store,
  { environment, at, filter }: PastList,
  page: PageRequest,
): Promise<Page<AppliedPipeline>> {
  const state = await store.history.loadAt(environment, at);
  if (state === null) return { items: [], next: null };
  return store.history.listPipelines(environment, state.sequence, filter, page);
}

/** A pipeline as it was in force at an instant. Failure: `not-found` when it was not. */
export async function loadPastPipeline(
  { store }: Store,
  environment: Slug,
  slug: Slug,
  at: Timestamp,
): Promise<AppliedPipeline> {
  const state: PastState | null = await store.history.loadAt(environment, at);
  const found = state === null ? null : await store.history.loadPipeline(environment, state.sequence, slug);
  if (found !== null) return found;
  const because =
    state === null ? "nothing had been applied yet" : `sequence ${state.sequence} had no such pipeline`;
  throw new Failure("not-found", `This pipeline was not in force in ${environment} at ${at}: ${because}.`);
}
