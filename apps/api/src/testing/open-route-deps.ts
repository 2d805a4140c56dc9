import type { ApiDeps } from "../api-deps.ts";
import { createSurveyReader } from "../matrix/survey-reader.ts";
import { answerOnce } from "../requests/answer-once.ts";
import type { RouteDeps } from "../route-deps.ts";
import { createEventTail } from "../streams/event-tail.ts";
import { createOpenStreams } from "../streams/open-streams.ts";
import { createRunWatch } from "../streams/run-watch.ts";

/** What routes and sessions use, without an API around it. */
export function openRouteDeps(deps: ApiDeps): RouteDeps & { close(): Promise<void> } {
  const tail = createEventTail(deps.store);
  return {
    ...deps,
    tail,
    watch: createRunWatch(deps.store.runs, tail),
    streams: createOpenStreams(),
    answerOnce: answerOnce(deps.store, deps.serverKey),
    survey: createSurveyReader(deps.store, deps.clock),
    closing: new AbortController().signal,
    close: () => tail.close(),
  };
}
