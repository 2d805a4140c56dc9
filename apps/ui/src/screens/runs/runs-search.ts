import { onlyGiven, readList, readOneOf, readText } from "../../address/read-search.ts";
import { runStatuses } from "../../design/statuses.ts";

export type RunState = keyof typeof runStatuses;
export const runStates = Object.keys(runStatuses) as readonly RunState[];

export const triggerTypes = ["api", "cron", "webhook", "pipeline", "event", "cli"] as const;

/** How far back, by the word for it. */
export const ranges = ["1h", "24h", "7d", "30d"] as const;

/** What the address of `/runs` may say behind its `?`. */
export interface RunsSearch {
  readonly environment?: string;
  readonly pipeline?: string;
  readonly state?: readonly RunState[];
  readonly trigger?: (typeof triggerTypes)[number];
  readonly version?: string;
  readonly deploy?: string;
  readonly range?: (typeof ranges)[number];
  /** How the id begins. */
  readonly search?: string;
  /** Id of the run that the keys have chosen. */
  readonly run?: string;
}

export function readRunsSearch(given: Record<string, unknown>): RunsSearch {
  return onlyGiven({
    environment: readText(given.environment),
    pipeline: readText(given.pipeline),
    state: readList(given.state, runStates),
    trigger: readOneOf(given.trigger, triggerTypes),
    version: readText(given.version),
    deploy: readText(given.deploy),
    range: readOneOf(given.range, ranges),
    search: readText(given.search, 64),
    run: readText(given.run),
  });
}
