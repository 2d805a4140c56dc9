import { toFailure } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";
import { checkDatabase } from "./check-database.ts";
import { checkDisk } from "./check-disk.ts";
import { checkEnvironments } from "./check-environments.ts";
import type { CheckResult, ReadinessCheck } from "./readiness-check.ts";

const checks: readonly ReadinessCheck[] = [checkDatabase, checkEnvironments, checkDisk];

/** A database that hangs must not make the probe hang. */
const patienceMs = 3_000;

/** Everything that was checked; ready when all of it is ok. */
export async function checkReadiness(deps: ApiDeps): Promise<readonly CheckResult[]> {
  return (await Promise.all(checks.map((check) => runCheck(deps, check)))).flat();
}

async function runCheck(deps: ApiDeps, { name, check }: ReadinessCheck): Promise<readonly CheckResult[]> {
  try {
    return await Promise.race([check(deps), giveUp(name)]);
  } catch (error) {
    const { kind, message } = toFailure(error);
    return [
      { name, ok: false, because: kind === "internal" ? "It could not be checked; see the log." : message },
    ];
  }
}

async function giveUp(name: string): Promise<readonly CheckResult[]> {
  return new Promise((resolve) => {
    const answer = [{ name, ok: false, because: `No answer within ${patienceMs / 1_000} s.` }];
    setTimeout(resolve, patienceMs, answer).unref();
  });
}
