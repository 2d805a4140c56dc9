import type { Clock } from "@lockstep/model";

import type { DeploySummary } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import type { Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";
import { shortRevision } from "./short-names.ts";
import { stateText } from "./state-text.ts";

/** Deploys in a table, in the order given. */
export function deployTable(deploys: readonly DeploySummary[], clock: Clock): readonly Text[] {
  if (deploys.length === 0) return ["No deploys yet."];
  const rows = deploys.map(
    ({ id, environment, intent, state, revision, changes, author, createdAt, message }) => [
      id,
      environment,
      intent,
      stateText(state),
      shortRevision(revision),
      String(changes),
      author,
      describeAge(createdAt, clock),
      message,
    ],
  );
  return table(
    ["DEPLOY", "ENVIRONMENT", "INTENT", "STATE", "REVISION", "CHANGES", "AUTHOR", "WHEN", "COMMIT"],
    rows,
  );
}
