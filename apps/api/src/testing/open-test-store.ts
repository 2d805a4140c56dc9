import type { Ids, OrgStore } from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { createTestDatabase } from "../../../../packages/testkit/src/create-test-database.ts";
import { inject } from "vitest";

export async function openTestStore(ids: Ids): Promise<{ readonly store: OrgStore; close(): Promise<void> }> {
  const database: any = await createTestDatabase(inject("postgresUrl" as never));
  const store = await openStore({ url: typeof database === "string" ? database : database.url, file: "", salt: "salt", ids });
  return { store, close: () => store.close() };
}
