import { Failure, type PastState, type Slug } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";
import { assertPast } from "../requests/at-parameter.ts";
import { toInstant } from "../requests/instant-parameter.ts";

/** The applied state of an environment that a text means. */
export interface NamedState {
  readonly asked: string;
  /** `null` before the first apply. */
  readonly state: PastState | null;
}

/** `now`, an instant, or the id of a deploy that was applied there. Failures: `invalid-input`, `not-found`. */
export async function findAppliedState(
  { store }: Pick<ApiDeps, "store">,
  environment: Slug,
  asked: string,
  path: string,
): Promise<NamedState> {
  if (asked === "now") return { asked, state: await store.history.loadAt(environment, await store.now()) };
  if (/^\d{4}-\d{2}-\d{2}T/.test(asked)) {
    const at = await assertPast(store, toInstant(asked, path), path);
    return { asked, state: await store.history.loadAt(environment, at) };
  }
  const state = await store.history.loadOf(asked);
  if (state !== null && state.environment === environment) return { asked, state };
  throw new Failure(
    "not-found",
    `No deploy of that id was applied in ${environment}. GET /api/v1/deploys?environment=${environment}&state=applied lists those that were; an instant or \`now\` may be given instead.`,
  );
}
