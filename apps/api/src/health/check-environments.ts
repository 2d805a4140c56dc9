import { describeDuration, type EnvironmentStatus, fromTimestamp, type Timestamp } from "@lockstep/model";

import type { CheckResult, ReadinessCheck } from "./readiness-check.ts";

/** Some controller looks at every environment in time, and can read what it looks for. */
export const checkEnvironments: ReadinessCheck = {
  name: "environments",
  async check({ store, settings }) {
    const now = await store.now();
    const environments = (await store.environments.list()).filter(({ removed }) => !removed);
    if (environments.length === 0) {
      return [
        { name: "environments", ok: false, because: "No environment has been found in the repository yet." },
      ];
    }
    return environments.map((status) => judge(status, { now, staleAfterMs: settings.staleAfterMs }));
  },
};

function judge(
  status: EnvironmentStatus,
  { now, staleAfterMs }: { readonly now: Timestamp; readonly staleAfterMs: number },
): CheckResult {
  const name = `environment:${status.slug}`;
  if (status.observedAt === null) return { name, ok: false, because: "It has not been looked at yet." };
  const age = fromTimestamp(now) - fromTimestamp(status.observedAt);
  if (age > staleAfterMs) {
    return { name, ok: false, because: `No controller has looked at it for ${describeDuration(age)}.` };
  }
  if (status.failures > 0) return { name, ok: false, because: status.because };
  return { name, ok: true, because: `It was looked at ${describeDuration(Math.max(0, age))} ago.` };
}
