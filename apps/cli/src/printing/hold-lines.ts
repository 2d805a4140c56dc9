import type { Clock } from "@lockstep/model";

import type { EnvironmentDetail } from "../org/responses.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

/** What holds an environment, and what does not come back. */
export function holdLines(
  { heldBy, quarantine }: Pick<EnvironmentDetail, "heldBy" | "quarantine">,
  clock: Clock,
): readonly Text[] {
  return [
    ...heldBy.map(({ actor, at, kind, reason, id }) => [
      ["  ", styled("yellow", "held"), ` by ${actor.id}, ${describeAge(at, clock)} (${kind}): ${reason}`],
      styled("dim", `  hold ${id}`),
    ]),
    ...quarantine.map(({ slug, version, reason, hold }) => [
      ["  ", styled("yellow", "quarantined"), ` ${slug} ${version}: ${reason}`],
      styled("dim", `  hold ${hold}`),
    ]),
  ];
}
