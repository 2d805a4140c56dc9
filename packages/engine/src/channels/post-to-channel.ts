import type { JsonObject } from "@lockstep/model";

import { parseUrl } from "../http/build-request.ts";
import type { HttpRequest } from "../http/http-client.ts";
import { retryAfterOf } from "../http/retry-after.ts";
import { checkSecretHost, checkSecretHosts } from "../http/secret-hosts.ts";
import { StepFailure } from "../step-failure.ts";
import type { ResolvedChannel } from "../steps/step-executor.ts";
import type { ChannelContext } from "./channel-message.ts";

/** POSTs JSON to the URL that is a channel's secret. Redirects are not followed: the URL is what was configured. */
export async function postToChannel(
  channel: ResolvedChannel,
  body: JsonObject,
  context: ChannelContext,
): Promise<void> {
  const request = requestTo(channel, body, context);
  // Not found by its text: as a URL it may be written otherwise than the secret.
  checkSecretHost(channel.secret, request.url.hostname);
  checkSecretHosts(request, context.secrets);
  const response = await context.http.send(request);
  const { status } = response;
  if (status >= 200 && status < 300) return;
  const retryAfterMs = retryAfterOf(response, context.clock.now());
  throw new StepFailure("http", `The channel ${channel.name} at ${request.url.host} answered ${status}.`, {
    details: { status },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function requestTo(
  { name, secret }: ResolvedChannel,
  body: JsonObject,
  context: ChannelContext,
): HttpRequest {
  if (!URL.canParse(secret.value))
    throw new StepFailure(
      "validation",
      `The secret ${secret.name} is not a URL; the channel ${name} needs one.`,
    );
  return {
    method: "POST",
    url: parseUrl(secret.value),
    headers: {
      "content-type": "application/json",
      "user-agent": "lockstep",
      "idempotency-key": context.idempotencyKey,
    },
    body: JSON.stringify(body),
    egress: context.egress,
    signal: context.signal,
  };
}
