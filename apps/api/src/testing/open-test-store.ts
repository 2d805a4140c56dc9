import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Ids, OrgStore } from "@lockstep/model";
import { openStore } from "@lockstep/store";

/** An org database on SQLite that vanishes when it is closed. */
export async function openTestStore(ids: Ids): Promise<{ readonly store: OrgStore; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-api-"));
  const store = await openStore({ url: null, file: join(directory, "org.sqlite"), salt: "salt", ids });
  return {
    store,
    async close() {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
