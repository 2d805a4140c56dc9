import type { Admission, NewRun, Slug } from "@lockstep/model";

/** Runs that wait in one queue under the same limits of running at the same time. */
export interface Lane {
  readonly key: string;
  readonly environment: Slug;
  /** Team, as in {@link Admission.account}. */
  readonly account: string;
  readonly queue: string;
  /** Only of a pipeline with quotas of its own. */
  readonly slug: Slug | null;
}

/** The lane of a run. No part has a slash: the formats of manifests see to it. */
export function laneOf({
  environment,
  queue,
  slug,
  admission: { account, quotas },
}: Pick<NewRun, "environment" | "queue" | "slug"> & {
  readonly admission: Pick<Admission, "account" | "quotas">;
}): string {
  const isApart = quotas.some(({ scope }) => scope === "pipeline");
  return [environment, account, queue, ...(isApart ? [slug] : [])].join("/");
}

export function parseLane(key: string): Lane {
  const [environment = "", account = "", queue = "", slug = null] = key.split("/");
  return { key, environment, account, queue, slug };
}
