import type { Session, Token } from "@lockstep/model";

import type { AnswerOnce } from "./requests/answer-once.ts";
import type { RecordDenial } from "./requests/record-denial.ts";

/** The session that a request came with. */
export interface UsedSession extends Session {
  /** HMAC-SHA-256 of its secret under the server key, hexadecimal. */
  readonly digest: string;
}

/** What middleware leaves for the handlers of one request. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    token: Token;
    /** `null` when the token itself was sent. */
    session: UsedSession | null;
    /** Instead of the usual one. */
    contentSecurityPolicy?: string;
    answerOnce: AnswerOnce;
    recordDenial: RecordDenial;
  };
}
