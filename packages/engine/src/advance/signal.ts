import type { Step } from "@lockstep/model";

/**
 * What an ended step tells the steps that depend on it. `failure`: it failed, or was skipped because of a failure.
 * `cascade`: it was skipped together with everything that builds on it. `success`: go on.
 */
export type Signal = "success" | "failure" | "cascade";

/** What `runOn` makes of the dependencies' signals. */
export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly signal: Signal; readonly because: string };

const admitted: Admission = { admitted: true };

/** Decides whether a step may run at all, all its dependencies having ended. Its own `when` comes after this. */
export function judgeRunOn(step: Step, signals: readonly Signal[]): Admission {
  const hasFailure = signals.includes("failure");
  const hasCascade = signals.includes("cascade");
  switch (step.runOn) {
    case "always":
      return admitted;
    case "success":
      if (hasFailure) return refused("failure", "a step it depends on failed");
      return hasCascade
        ? refused("cascade", "a step it depends on was skipped with all that follow")
        : admitted;
    case "failure": {
      if (hasFailure) return admitted;
      const signal = hasCascade ? "cascade" : signalOfSkip(step);
      return refused(signal, "nothing it depends on failed");
    }
  }
}

/** The signal of a step that is skipped of its own accord. */
export function signalOfSkip({ whenUnmet }: Step): Signal {
  return whenUnmet === "skip-cascade" ? "cascade" : "success";
}

function refused(signal: Signal, because: string): Admission {
  return { admitted: false, signal, because };
}
