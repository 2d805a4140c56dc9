import type { Token } from "@lockstep/model";

import type { AnswerOnce } from "./requests/answer-once.ts";

/** What middleware leaves for the handlers of one request. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    token: Token;
    answerOnce: AnswerOnce;
  };
}
