import type { Timer } from "@lockstep/model";

/** Resolves after that many milliseconds. */
export function pause({ timer }: { readonly timer: Timer }, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    timer.after(milliseconds, resolve);
  });
}
