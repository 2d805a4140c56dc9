import { type Failure, failureKinds, toFailure } from "@lockstep/model";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

import type { ApiLog } from "../api-deps.ts";
import type { ApiEnv } from "../api-env.ts";
import { toProblemDocument } from "./to-problem-document.ts";

/** The one place where anything thrown becomes a response; faults of ours are logged with their cause. */
export function respondWithProblem(log: ApiLog): (thrown: unknown, c: Context<ApiEnv>) => Response {
  return (thrown, c) => {
    const failure = toFailure(thrown);
    const { requestId } = c.var;
    if (failureKinds[failure.kind].status >= 500) {
      log.error({ err: thrown, requestId, method: c.req.method, path: c.req.path }, "a request failed");
    }
    return problemResponse(c, failure);
  };
}

/** A failure as `application/problem+json`. */
export function problemResponse(c: Context<ApiEnv>, failure: Failure): Response {
  const problem = toProblemDocument(failure, c.var.requestId);
  c.header("Content-Type", "application/problem+json");
  c.header("Cache-Control", "no-store");
  if (problem.status === 401) c.header("WWW-Authenticate", 'Bearer realm="lockstep"');
  if (failure.retryAfterMs !== undefined) {
    c.header("Retry-After", String(Math.ceil(failure.retryAfterMs / 1_000)));
  }
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode);
}
