import type { OrgStore } from "@lockstep/model";

import { createMemoryOrgStore } from "./memory-org-store.ts";

export async function openTestStore(): Promise<{ readonly store: OrgStore; close(): Promise<void> }> {
  const store = createMemoryOrgStore();
  return { store, close: () => store.close() };
}
