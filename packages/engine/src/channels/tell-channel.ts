import type { ChannelReference, Clock, Environment, JsonObject, SecretSource } from "@lockstep/model";

import type { HttpClient } from "../http/http-client.ts";
import type { Mailer } from "../mail/mailer.ts";
import { createRedactor } from "../redaction.ts";
import { StepFailure } from "../step-failure.ts";
import type { ResolvedChannel } from "../steps/step-executor.ts";
import type { ChannelContext } from "./channel-message.ts";
import { postToChannel } from "./post-to-channel.ts";
import { resolveChannel } from "./resolve-channel.ts";
import { sendMail } from "./send-mail.ts";
import { sendToSlack } from "./send-to-slack.ts";

/** Something that an environment itself says, rather than a step of a run. */
export interface Notice {
  /** The configuration that declares channel, secret and egress. */
  readonly configuration: Environment;
  readonly channel: string;
  readonly subject: string;
  readonly text: string;
  /** What a webhook gets. */
  readonly payload: JsonObject;
  /** The same for every attempt. */
  readonly idempotencyKey: string;
  /** Of mail. */
  readonly headers: { readonly [name: string]: string };
}

interface ChannelTools {
  readonly secrets: SecretSource;
  readonly http: HttpClient;
  readonly mailer: Mailer;
  readonly clock: Clock;
}

/**
 * Sends a notice in the way of its channel. StepFailure: `security` and `validation` for a channel that nobody can use
 * as it is declared, other types for one that did not take it; no message holds the address.
 */
export type TellChannel = (notice: Notice, signal: AbortSignal) => Promise<void>;

export function createChannelTeller({ secrets: source, http, mailer, clock }: ChannelTools): TellChannel {
  return async (notice, signal) => {
    const { configuration, idempotencyKey } = notice;
    const { slug: environment, egress } = configuration;
    const channel = await resolveChannel(notice.channel, { environment, configuration, source });
    const context: ChannelContext = { idempotencyKey, signal, clock, http, mailer, egress, secrets: [] };
    try {
      await ways[channel.type](channel, notice, context);
    } catch (thrown) {
      throw withoutAddress(thrown, channel);
    }
  };
}

type Way = (channel: ResolvedChannel, notice: Notice, context: ChannelContext) => Promise<void>;

const ways: Readonly<Record<ChannelReference["type"], Way>> = {
  webhook: (channel, { payload }, context) => postToChannel(channel, payload, context),
  slack: sendToSlack,
  smtp: sendMail,
};

function withoutAddress(thrown: unknown, { secret }: ResolvedChannel): unknown {
  if (!(thrown instanceof StepFailure)) return thrown;
  const { type, message, retryAfterMs } = thrown;
  return new StepFailure(type, createRedactor([secret.value]).text(message), {
    cause: thrown,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
