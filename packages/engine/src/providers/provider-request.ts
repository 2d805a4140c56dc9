import type { JsonObject } from "@lockstep/model";

import { lowerNames, parseUrl } from "../http/build-request.ts";
import { type HttpRequest, type HttpStream } from "../http/http-client.ts";
import { readBody } from "../http/read-body.ts";
import { checkSecretHosts } from "../http/secret-hosts.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepContext } from "../steps/step-executor.ts";
import { failureOfResponse } from "./provider-failure.ts";
import { parseAnswer } from "./read-json.ts";

/** Where a provider is and what every request to it carries. */
export interface Endpoint {
  readonly baseUrl: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number | boolean>>;
}

/** POSTs JSON to a provider and gives the JSON of its answer. StepFailure: `provider`, `timeout`, `connectivity`, `security`. */
export async function askProvider(endpoint: Endpoint, body: JsonObject, context: StepContext) {
  const request = requestTo(endpoint, body, context);
  const response = await refusingHttp(context.http.send(request));
  const text = new TextDecoder().decode(response.body);
  if (!isSuccess(response.status))
    throw failureOfResponse(request, { ...response, text }, context.clock.now());
  return parseAnswer(text);
}

/** The same for an answer that comes in pieces. The signal ends the request, and with it the stream. */
export async function streamFromProvider(
  endpoint: Endpoint,
  body: JsonObject,
  context: Pick<StepContext, "http" | "clock" | "egress" | "secrets" | "signal">,
): Promise<HttpStream> {
  const request = requestTo(endpoint, body, context);
  const response = await refusingHttp(context.http.stream(request));
  if (isSuccess(response.status)) return response;
  const text = new TextDecoder().decode(await refusingHttp(readBody(response.body)));
  throw failureOfResponse(request, { ...response, text }, context.clock.now());
}

function requestTo(
  { baseUrl, path, headers }: Endpoint,
  body: JsonObject,
  context: Pick<StepContext, "egress" | "secrets" | "signal">,
): HttpRequest {
  const url = parseUrl(baseUrl);
  url.pathname = url.pathname.replace(/\/+$/, "") + path;
  const request: HttpRequest = {
    method: "POST",
    url,
    headers: {
      accept: body["stream"] === true ? "text/event-stream" : "application/json",
      "content-type": "application/json",
      "user-agent": "lockstep",
      ...lowerNames(headers),
    },
    body: JSON.stringify(body),
    egress: context.egress,
    signal: context.signal,
  };
  checkSecretHosts(request, context.secrets);
  return request;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Beyond a limit of HTTP, a provider fails like any other. */
async function refusingHttp<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (thrown) {
    if (!(thrown instanceof StepFailure) || thrown.type !== "http") throw thrown;
    throw new StepFailure("provider", thrown.message, { cause: thrown });
  }
}
