import { fromTimestamp, type Gate, type Gates, toTimestamp } from "@lockstep/model";

import { notDeclared, whyNotAsked } from "../not-asked.ts";
import { describeBrokenGlass, findBrokenGlass } from "../people/broken-glass.ts";
import { open, waiting } from "../verdicts.ts";
import { localTime } from "../windows/local-time.ts";
import { findClosure, nextOpening, type Closure } from "../windows/opening.ts";

type Declared = NonNullable<Gates["windows"]>;

/** Plans are applied only when the policy's windows are open. */
export const windows: Gate = {
  name: "windows",
  judge: (plan, evidence, now) => {
    const { policy } = evidence;
    const asked = policy.gates.windows;
    if (asked === null) return open("windows", notDeclared(evidence));
    const skipped = whyNotAsked(plan, evidence);
    if (skipped !== null) return open("windows", skipped);
    const broken = findBrokenGlass(plan, evidence);
    if (broken !== null) return open("windows", describeBrokenGlass(broken));
    const instant = fromTimestamp(now);
    const closed = findClosure(asked, instant);
    if (closed === null) return open("windows", `${policy.slug} is inside its windows`);
    const opening = nextOpening(asked, instant);
    return waiting("windows", {
      because: `${policy.slug} ${sentenceOf(closed)}; ${whenOf(asked, opening)}.`,
      next: nextOf(asked, opening),
      opensAt: opening === null ? null : toTimestamp(opening),
    });
  },
};

function sentenceOf({ kind, reason }: Closure): string {
  if (kind === "outside") return "is outside its windows";
  return reason === ""
    ? "is in a window that denies applying"
    : `is in a window that denies applying (${reason})`;
}

function whenOf({ timezone }: Declared, opening: number | null): string {
  if (opening === null) return "none opens within two years";
  return `the next one opens ${localTime(opening, timezone)}`;
}

function nextOf({ breakGlass }: Declared, opening: number | null): string {
  const rest = opening === null ? "Change the windows on the control branch" : "Nothing; it opens by itself";
  return breakGlass === null
    ? `${rest}.`
    : `${rest}. In an emergency ${breakGlass.from.join(", ")} may break the glass.`;
}
