import { type AppliedPipeline, didYouMean, type EnvironmentStore, Failure, type Slug } from "@lockstep/model";

import type { RunRequest } from "./run-request.ts";

/** The pipeline in force. Fails as `not-found`, naming what is there, for another slug or another version. */
export async function findApplied(
  environments: EnvironmentStore,
  request: Pick<RunRequest, "environment" | "slug" | "version">,
): Promise<AppliedPipeline> {
  const { environment, slug, version } = request;
  const applied = await environments.loadPipeline(environment, slug);
  if (applied === null)
    throw new Failure("not-found", await describeMissing(environments, environment, slug));
  if (version === null || version === applied.version) return applied;
  const message = `${slug}@${version} is not applied in ${environment}; ${slug}@${applied.version} is.`;
  throw new Failure("not-found", message, { code: "VERSION_NOT_APPLIED" });
}

async function describeMissing(
  environments: EnvironmentStore,
  environment: Slug,
  slug: Slug,
): Promise<string> {
  const { items } = await environments.listPipelines(
    environment,
    { search: null, team: null },
    { limit: 100, cursor: null },
  );
  const slugs = items.map((item) => item.slug);
  const missing = `There is no pipeline ${JSON.stringify(slug)} in ${environment}`;
  if (slugs.length === 0 && (await environments.load(environment)) === null)
    return `There is no environment ${JSON.stringify(environment)}.`;
  if (slugs.length === 0) return `${missing}; nothing is applied there yet.`;
  const nearest = didYouMean(slug, slugs);
  if (nearest !== null) return `${missing}; did you mean ${nearest}?`;
  return `${missing}; applied are ${slugs.slice(0, 5).join(", ")}${slugs.length > 5 ? " and others" : ""}.`;
}
