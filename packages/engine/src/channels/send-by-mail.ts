import { createHash } from "node:crypto";

import { checkSecretHost } from "../http/secret-hosts.ts";
import type { SendToChannel } from "./channel-message.ts";
import { mailSettingsOf } from "./mail-settings.ts";
import { messageLimits } from "./message-limits.ts";
import { plainLine, plainText } from "./plain-text.ts";

/** A message as plain text mail. Its id is the same for every attempt. */
export const sendByMail: SendToChannel = async (channel, { text, subject }, context) => {
  const { server, from, to } = mailSettingsOf(channel);
  checkSecretHost(channel.secret, server.host);
  const { slug, environment, run, step } = context.origin;
  await context.mailer.send({
    server,
    from,
    to,
    subject: plainLine(subject ?? `${slug} in ${environment}`, messageLimits.subject),
    text: plainText(text, messageLimits.text),
    messageId: messageIdOf(context.idempotencyKey, from),
    headers: {
      "x-lockstep-idempotency-key": plainLine(context.idempotencyKey, messageLimits.subject),
      "x-lockstep-run": run,
      "x-lockstep-step": step,
      "auto-submitted": "auto-generated",
    },
    egress: context.egress,
    signal: context.signal,
  });
};

function messageIdOf(key: string, from: string): string {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return `<${digest}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}
