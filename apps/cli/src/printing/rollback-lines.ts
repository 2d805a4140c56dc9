import type { Clock } from "@lockstep/model";

import type { RollbackPreviewAnswer } from "../org/responses.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";
import { changeLines } from "./plan-lines.ts";
import { shortRevision } from "./short-names.ts";

/** What a rollback would do: each change, what would not come back, and what stays as it is. */
export function rollbackLines(
  { environment, to, changes, differing, quarantine, stays }: RollbackPreviewAnswer["preview"],
  clock: Clock,
): readonly Text[] {
  const changed = new Set(changes.map(({ slug }) => slug));
  const left = differing.filter((slug) => !changed.has(slug));
  return [
    [
      styled("bold", environment),
      ` back to deploy ${to.deploy}, ${shortRevision(to.revision)}, ${describeAge(to.at, clock)}`,
    ],
    ...changeLines(changes),
    ...(left.length === 0 ? [] : [`Left as they are, though they differ: ${left.join(", ")}`]),
    ...(quarantine.length === 0
      ? []
      : [
          `Does not come back under any version: ${quarantine
            .map(({ slug, version }) => `${slug} ${version}`)
            .join(", ")}`,
        ]),
    ...stays.map((sentence): Text => [styled("dim", "stays: "), sentence]),
  ];
}
