import { onlyGiven, readOneOf, readText } from "../../address/read-search.ts";

/** Spans up to now, by the word for them. */
export const spans = ["1h", "6h", "24h", "7d", "31d"] as const;
export type SpanWord = (typeof spans)[number];

/** What the address of `/insights` may say behind its `?`. */
export interface InsightsSearch {
  readonly environment?: string;
  readonly pipeline?: string;
  /** When absent, the shortest up to a day that has all of that day. */
  readonly span?: SpanWord;
}

export function readInsightsSearch(given: Record<string, unknown>): InsightsSearch {
  return onlyGiven({
    environment: readText(given.environment),
    pipeline: readText(given.pipeline, 100),
    span: readOneOf(given.span, spans),
  });
}
