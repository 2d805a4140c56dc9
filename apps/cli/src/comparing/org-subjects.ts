import type { AppliedPipeline, Pipeline, Slug, Version } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { ComparablePipeline, Subject } from "./subject.ts";

interface VersionAnswer {
  readonly version: Omit<ComparablePipeline, "load">;
  readonly definition: Pipeline;
}

interface AppliedPipelineAnswer {
  readonly pipeline: { readonly definition: Pipeline };
}

/** More than any environment has. */
const all = 100_000;

/** A version that was ever applied in the org. */
export async function versionSubject(org: OrgClient, slug: Slug, version: Version): Promise<Subject> {
  const answer = await org.fetch<VersionAnswer>(apiPath("versions", slug, version));
  const pipeline = { ...answer.version, load: async () => answer.definition };
  return { kind: "pipeline", name: `${slug}@${version}`, pipeline };
}

/** Everything that is applied in an environment, or was at an instant. */
export async function environmentSubject(org: OrgClient, environment: Slug, at?: string): Promise<Subject> {
  const path = apiPath("environments", environment, "pipelines");
  const { items } = await fetchItems<AppliedPipeline>(org, path, { limit: all, query: { at } });
  const pipelines = items.map((applied): readonly [Slug, ComparablePipeline] => [
    applied.slug,
    { ...applied, load: () => fetchDefinition(org, { environment, at }, applied.slug) },
  ]);
  return {
    kind: "pipelines",
    name: at === undefined ? environment : `${environment}@${at}`,
    pipelines: new Map(pipelines),
  };
}

async function fetchDefinition(
  org: OrgClient,
  { environment, at }: { readonly environment: Slug; readonly at: string | undefined },
  slug: Slug,
): Promise<Pipeline> {
  const path = apiPath("environments", environment, "pipelines", slug);
  const { pipeline } = await org.fetch<AppliedPipelineAnswer>(path, { at });
  return pipeline.definition;
}
