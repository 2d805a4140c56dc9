import { api, read } from "../api/api.ts";
import type { ManifestQuery } from "./manifest-detail.tsx";

/** Two manifests that are stored, by checksum; `null` is a side that has none. */
export function storedPairQuery(before: string | null, after: string | null): ManifestQuery {
  return {
    queryKey: ["manifests", before, after],
    queryFn: async () => {
      const [older, newer] = await Promise.all([loadStored(before), loadStored(after)]);
      return { before: older, after: newer };
    },
  };
}

async function loadStored(checksum: string | null) {
  if (checksum === null) return null;
  const { manifest } = await read(api.manifests[":checksum"].$get({ param: { checksum } }));
  return manifest;
}
