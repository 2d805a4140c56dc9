import type { Token } from "@lockstep/model";

import type { AnswerOnce } from "./requests/answer-once.ts";
import type { RecordDenial } from "./requests/record-denial.ts";

/** What middleware leaves for the handlers of one request. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    token: Token;
    answerOnce: AnswerOnce;
    recordDenial: RecordDenial;
  };
}
