import type { SendToChannel } from "./channel-message.ts";
import { messageLimits } from "./message-limits.ts";
import { plainLine, plainText } from "./plain-text.ts";
import { postToChannel } from "./post-to-channel.ts";

/** A message as JSON, with where it comes from. */
export const sendToWebhook: SendToChannel = (channel, { text, subject, data }, context) => {
  const { slug: pipeline, version, environment, run, step } = context.origin;
  const body = {
    text: plainText(text, messageLimits.text),
    subject: subject === null ? null : plainLine(subject, messageLimits.subject),
    data,
    environment,
    pipeline,
    version,
    run,
    step,
    idempotencyKey: context.idempotencyKey,
  };
  return postToChannel(channel, body, context);
};
