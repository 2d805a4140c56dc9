import { onlyGiven, readText } from "../../address/read-search.ts";

/** What the address of `/drift` may say behind its `?`. */
export interface DriftSearch {
  /** Only this environment. */
  readonly env?: string;
  /** The difference that is looked at. */
  readonly id?: string;
}

export function readDriftSearch({ env, id }: Record<string, unknown>): DriftSearch {
  return onlyGiven({ env: readText(env), id: readText(id) });
}
