import { type ChangeClass, changeClasses, type Difference } from "@lockstep/model";

/** The class that names a change; `null` without differences. */
export function strongestClass(differences: readonly Difference[]): ChangeClass | null {
  return changeClasses.findLast((name) => differences.some((found) => found.class === name)) ?? null;
}
