import type { ApiDeps } from "./api-deps.ts";
import type { SurveyReader } from "./matrix/survey-reader.ts";
import type { AnswerOnce } from "./requests/answer-once.ts";
import type { EventTail } from "./streams/event-tail.ts";
import type { OpenStreams } from "./streams/open-streams.ts";
import type { RunWatch } from "./streams/run-watch.ts";

/** What routes use: the process's ports and what this API itself keeps open. */
export interface RouteDeps extends ApiDeps {
  readonly tail: EventTail;
  readonly watch: RunWatch;
  readonly streams: OpenStreams;
  readonly answerOnce: AnswerOnce;
  readonly survey: SurveyReader;
  /** Aborted when the API stops: waiting requests answer at once. */
  readonly closing: AbortSignal;
}
