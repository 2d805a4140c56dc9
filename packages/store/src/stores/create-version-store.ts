import type { VersionStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { insertManifests } from "../queries/insert-manifests.ts";
import { listVersions } from "../queries/list-versions.ts";
import { loadManifests } from "../queries/load-manifests.ts";
import { loadReleases } from "../queries/load-releases.ts";

export function createVersionStore(database: Database): VersionStore {
  return {
    insertManifests: (manifests) => database.transact(() => insertManifests(manifests)),
    loadManifest: async (manifest) => (await database.read(loadManifests([manifest]))).get(manifest) ?? null,
    loadManifests: (manifests) => database.read(loadManifests(manifests)),
    loadReleases: (slugs) => database.read(loadReleases(slugs)),
    listVersions: (slug, page) => database.snapshot(listVersions(slug, page)),
  };
}
