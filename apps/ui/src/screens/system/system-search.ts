import { onlyGiven, readOneOf } from "../../address/read-search.ts";

const systemTabs = ["loop", "queues", "deliveries", "outbox"] as const;

/** What the address of `/system` may say behind its `?`. */
export interface SystemSearch {
  readonly tab?: (typeof systemTabs)[number];
}

export function readSystemSearch({ tab }: Record<string, unknown>): SystemSearch {
  return onlyGiven({ tab: readOneOf(tab, systemTabs) });
}
