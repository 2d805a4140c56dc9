import { useEffect, useMemo, useState } from "react";

import type { Graph } from "./graph.ts";
import type { GraphLayout } from "./layout.ts";
import { requestLayout } from "./request-layout.ts";

export type LayoutState =
  | { readonly state: "working" }
  | { readonly state: "done"; readonly layout: GraphLayout }
  | { readonly state: "failed"; readonly message: string };

const working: LayoutState = { state: "working" };

/** Lays a graph out; again only when its steps or dependencies become others. */
export function useLayout({ nodes, edges }: Graph): LayoutState {
  const key = useMemo(
    () =>
      JSON.stringify({
        nodes: nodes.map(({ id }) => id),
        edges: edges.map(({ id, from, to }) => ({ id, from, to })),
      }),
    [nodes, edges],
  );
  const [found, setFound] = useState<{ readonly key: string; readonly result: LayoutState } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const keep = (result: LayoutState) => isWanted && setFound({ key, result });
    requestLayout(JSON.parse(key)).then(
      (layout) => keep({ state: "done", layout }),
      (error: unknown) =>
        keep({ state: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return found?.key === key ? found.result : working;
}
