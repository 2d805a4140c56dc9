import { formatManifest, publishedSchemas } from "@lockstep/manifest";

import { checkWorkflow } from "./check-workflow.ts";
import { helloPipeline, productionEnvironment, stagingEnvironment } from "./first-manifests.ts";

/** Every file that `init` makes, by path with `/`. */
export function scaffoldFiles(): ReadonlyMap<string, string> {
  const manifests = {
    "environments/staging.json": stagingEnvironment,
    "environments/production.json": productionEnvironment,
    "pipelines/hello/hello.pipeline.json": helloPipeline,
  };
  return new Map([
    ...Object.entries(manifests).map(
      ([path, value]) => [path, formatManifest(JSON.stringify(value))] as const,
    ),
    ...Object.entries(publishedSchemas()).map(
      ([name, schema]) => [`schemas/${name}`, `${JSON.stringify(schema, null, 2)}\n`] as const,
    ),
    [".github/workflows/lockstep.yml", checkWorkflow],
  ]);
}
