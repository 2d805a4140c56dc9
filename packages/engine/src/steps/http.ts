import type { Json } from "@lockstep/model";

import { buildRequest } from "../http/build-request.ts";
import { sendFollowing } from "../http/follow-redirects.ts";
import type { HttpRequest } from "../http/http-client.ts";
import { type InterpretedResponse, interpretResponse } from "../http/interpret-response.ts";
import { retryAfterOf } from "../http/retry-after.ts";
import { walkPages } from "../http/walk-pages.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepContext, StepExecutor, WithOf } from "./step-executor.ts";

export const http: StepExecutor<"http"> = async (parameters, context) => {
  const request = buildRequest(parameters, context);
  if (parameters.paginate !== undefined)
    return walkPages(request, parameters.paginate, pageFetcher(parameters, context));
  return (await fetchPage(request, parameters, context)).page;
};

/** One page and the request that gave it. */
export interface FetchedPage {
  readonly page: InterpretedResponse;
  readonly request: HttpRequest;
}

function pageFetcher(parameters: WithOf<"http">, context: StepContext) {
  return { context, fetch: (request: HttpRequest) => fetchPage(request, parameters, context) };
}

async function fetchPage(
  first: HttpRequest,
  parameters: WithOf<"http">,
  context: StepContext,
): Promise<FetchedPage> {
  const { expectStatus, responseType = "auto" } = parameters;
  const isExpected = (status: number) => expectStatus?.includes(status) ?? (status >= 200 && status < 300);
  const { request, response } = await sendFollowing(first, context, isExpected);
  if (isExpected(response.status)) return { request, page: interpretResponse(response, responseType) };
  const retryAfterMs = retryAfterOf(response, context.clock.now());
  throw unexpected(request, interpretResponse(response, "auto"), retryAfterMs);
}

/** Longest body of a refusal that is kept as a fact, in characters of JSON. */
const longestDetail = 4_096;

function unexpected(
  { method, url }: HttpRequest,
  { status, body }: InterpretedResponse,
  retryAfterMs: number | undefined,
): StepFailure {
  const isShort = JSON.stringify(body).length <= longestDetail;
  const details: Json = isShort ? { status, body } : { status };
  const message = `${method} ${url.origin}${url.pathname} answered ${status}.`;
  return new StepFailure("http", message, {
    details,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
