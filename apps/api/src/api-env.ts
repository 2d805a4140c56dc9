import type { Token } from "@lockstep/model";

/** What middleware leaves for the handlers of one request. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    token: Token;
  };
}
