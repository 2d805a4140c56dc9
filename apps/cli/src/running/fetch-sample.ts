import type { Json, Pipeline } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { Invocation } from "../program/invocation.ts";

interface AppliedPipelineAnswer {
  readonly pipeline: { readonly definition: Pipeline };
}

/** The sample input of the applied version. */
export async function fetchSample(cli: Invocation, org: OrgClient, name: string): Promise<Json> {
  const environment = await chooseEnvironment(cli, org);
  const [slug = ""] = name.split("@", 1);
  const path = apiPath("environments", environment, "pipelines", slug);
  const { pipeline } = await org.fetch<AppliedPipelineAnswer>(path);
  return pipeline.definition.input.sample;
}
