import type { PastEnvironment } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import type { Text } from "../terminal/text.ts";
import { shortRevision } from "./short-names.ts";

/** What was in force in environments at one instant. */
export function pastEnvironmentTable(environments: readonly PastEnvironment[]): readonly Text[] {
  if (environments.length === 0) return ["No environments."];
  const rows = environments.map(({ slug, applied, because }) => [
    slug,
    shortRevision(applied?.revision ?? null),
    applied === null ? "–" : String(applied.sequence),
    because,
  ]);
  return table(["ENVIRONMENT", "REVISION", "SEQUENCE", "WHAT WAS IN FORCE"], rows);
}
