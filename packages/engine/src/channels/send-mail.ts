import { createHash } from "node:crypto";

import { checkSecretHost } from "../http/secret-hosts.ts";
import type { ResolvedChannel } from "../steps/step-executor.ts";
import type { ChannelContext } from "./channel-message.ts";
import { mailSettingsOf } from "./mail-settings.ts";
import { messageLimits } from "./message-limits.ts";
import { plainLine, plainText } from "./plain-text.ts";

interface PlainMail {
  readonly subject: string;
  readonly text: string;
  /** Besides those that every mail has; values are made one line. */
  readonly headers: { readonly [name: string]: string };
}

/** Sends plain text mail to a channel. Its id is the same for every attempt. Throws StepFailure. */
export async function sendMail(
  channel: ResolvedChannel,
  { subject, text, headers }: PlainMail,
  context: ChannelContext,
): Promise<void> {
  const { server, from, to } = mailSettingsOf(channel);
  checkSecretHost(channel.secret, server.host);
  const all = { "x-lockstep-idempotency-key": context.idempotencyKey, ...headers };
  await context.mailer.send({
    server,
    from,
    to,
    subject: plainLine(subject, messageLimits.subject),
    text: plainText(text, messageLimits.text),
    messageId: messageIdOf(context.idempotencyKey, from),
    headers: {
      ...Object.fromEntries(
        Object.entries(all).map(([name, value]) => [name, plainLine(value, messageLimits.subject)]),
      ),
      "auto-submitted": "auto-generated",
    },
    egress: context.egress,
    signal: context.signal,
  });
}

function messageIdOf(key: string, from: string): string {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return `<${digest}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}
