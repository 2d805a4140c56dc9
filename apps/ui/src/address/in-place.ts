import { onlyGiven } from "./read-search.ts";

/** Options of a navigation that only changes what is looked at on a page: no step back, and the page stays where it is. */
export const inPlace = { replace: true, resetScroll: false } as const;

/** What an address says with some of it changed; `undefined` takes a value out. */
export function withChange<Change extends object>(change: Change) {
  return <Search extends object>(before: Search) => onlyGiven({ ...before, ...change });
}
