import { type ChangeClass, changeClasses } from "@lockstep/model";

/** How strong a class is; the strongest of its differences names a change. */
export function rank(changeClass: ChangeClass): number {
  return changeClasses.indexOf(changeClass);
}

/** Whether a difference changes what a version does, which is what its content checksum covers. */
export function isBehaviour(changeClass: ChangeClass): boolean {
  return rank(changeClass) >= rank("content");
}
