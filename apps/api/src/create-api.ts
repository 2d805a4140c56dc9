import type { ApiDeps } from "./api-deps.ts";
import { createApp } from "./create-app.ts";
import { createSurveyReader } from "./matrix/survey-reader.ts";
import { answerOnce } from "./requests/answer-once.ts";
import { createEventTail } from "./streams/event-tail.ts";
import { createOpenStreams } from "./streams/open-streams.ts";
import { createRunWatch } from "./streams/run-watch.ts";

/** The API without a socket. */
export interface Api {
  readonly app: ReturnType<typeof createApp>;
  fetch(request: Request): Response | Promise<Response>;
  /** Ends event streams and waiting requests; requests under way still get their answer. */
  close(): Promise<void>;
}

/** Puts the API together. It begins to follow events at once; `close` ends that. */
export function createApi(deps: ApiDeps): Api {
  const closing = new AbortController();
  const tail = createEventTail(deps.store);
  const streams = createOpenStreams();
  const app = createApp({
    ...deps,
    tail,
    watch: createRunWatch(deps.store.runs, tail),
    streams,
    answerOnce: answerOnce(deps.store, deps.serverKey),
    survey: createSurveyReader(deps.store, deps.clock),
    closing: closing.signal,
  });
  return {
    app,
    fetch: (request) => app.fetch(request),
    async close() {
      closing.abort();
      streams.endAll();
      await tail.close();
    },
  };
}
