import type { ResolvedChannel } from "../steps/step-executor.ts";
import type { ChannelContext, ChannelMessage } from "./channel-message.ts";
import { messageLimits } from "./message-limits.ts";
import { plainLine, plainText } from "./plain-text.ts";
import { postToChannel } from "./post-to-channel.ts";

/** A message for Slack's incoming webhooks and what is compatible with them. */
export async function sendToSlack(
  channel: ResolvedChannel,
  { text, subject }: Pick<ChannelMessage, "text" | "subject">,
  context: ChannelContext,
): Promise<void> {
  const lines = subject === null ? text : `${plainLine(subject, messageLimits.subject)}\n${text}`;
  const body = {
    text: escapeForSlack(plainText(lines, messageLimits.slackText)),
    // Text from outside must neither call people nor look like anything but text.
    mrkdwn: false,
    parse: "none",
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
  await postToChannel(channel, body, context);
}

/**
 * Slack's three control characters as its documentation says; and, for servers that call whole channels by a plain
 * `@channel`, a zero-width space behind the sign of a mention.
 */
function escapeForSlack(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/(?<![\p{L}\p{N}._%+-])@(?=\p{L})/gu, "@\u200b");
}
