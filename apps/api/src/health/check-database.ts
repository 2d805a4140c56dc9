import type { ReadinessCheck } from "./readiness-check.ts";

/** The org database answers. */
export const checkDatabase: ReadinessCheck = {
  name: "database",
  async check({ store }) {
    await store.ping();
    return [{ name: "database", ok: true, because: `The ${store.dialect} database answers.` }];
  },
};
