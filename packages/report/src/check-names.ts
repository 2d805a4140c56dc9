import type { Slug } from "@lockstep/model";

/** One stable name per check, so that branches can require it. */
export const validateCheckName = "lockstep / validate";

export const testsCheckName = "lockstep / tests";

/** The plan check of one environment. */
export function planCheckName(environment: Slug): string {
  return `lockstep / plan (${environment})`;
}
