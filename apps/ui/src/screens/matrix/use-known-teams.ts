import { useRef } from "react";

import type { MatrixPage } from "./matrix-queries.ts";

/** Every team that was seen since the screen was opened: the choice must not shrink to the team that was chosen. */
export function useKnownTeams(pages: readonly MatrixPage[]): readonly string[] {
  const seen = useRef<readonly string[]>([]);
  const teams = new Set(seen.current);
  for (const { items } of pages) for (const { team } of items) if (team !== null) teams.add(team);
  if (teams.size > seen.current.length) seen.current = [...teams].toSorted();
  return seen.current;
}
