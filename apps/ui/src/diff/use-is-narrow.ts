import { useSyncExternalStore } from "react";

const query = matchMedia("(max-width: 767px)");

/** Whether there is no room for two texts beside each other. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}

function subscribe(listener: () => void): () => void {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
