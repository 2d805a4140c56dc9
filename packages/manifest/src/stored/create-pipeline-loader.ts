import {
  type Checksum,
  Failure,
  type LoadedPipeline,
  type PipelineLoader,
  type VersionStore,
} from "@lockstep/model";
import { LRUCache } from "lru-cache";

import { readStoredManifest } from "./read-stored-manifest.ts";

/** Bounds on what stays loaded: pipelines, and UTF-16 code units of their manifests (about 64 MB). */
const bounds = { max: 5_000, maxSize: 32 * 1_048_576 } as const;

/** Loads pipelines by manifest checksum, re-hashed on the way in. Failures: `not-found`, `row-tampered`. */
export function createPipelineLoader(versions: Pick<VersionStore, "loadManifest">): PipelineLoader {
  const loaded = new LRUCache<Checksum, LoadedPipeline>(bounds);
  return {
    async load(manifest) {
      const known = loaded.get(manifest);
      if (known !== undefined) return known;
      const text = await versions.loadManifest(manifest);
      if (text === null) throw new Failure("not-found", `No manifest ${manifest} is stored.`);
      const pipeline = readStoredManifest(text, manifest);
      if (pipeline === null) throw tampered(manifest);
      loaded.set(manifest, pipeline, { size: text.length + 1 });
      return pipeline;
    },
  };
}

function tampered(manifest: Checksum): Failure {
  return new Failure(
    "row-tampered",
    `The stored manifest ${manifest} was changed in the database; it is not run. Deploy the pipeline again to restore it.`,
    { code: "ROW_TAMPERED" },
  );
}
