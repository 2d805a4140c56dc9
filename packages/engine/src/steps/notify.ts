import type { ChannelReference, Json } from "@lockstep/model";

import type { ChannelMessage, SendToChannel } from "../channels/channel-message.ts";
import { messageLimits } from "../channels/message-limits.ts";
import { sendByMail } from "../channels/send-by-mail.ts";
import { sendToSlack } from "../channels/send-to-slack.ts";
import { sendToWebhook } from "../channels/send-to-webhook.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepExecutor, WithOf } from "./step-executor.ts";

export const notify: StepExecutor<"notify"> = async (parameters, context) => {
  const message = messageOf(parameters);
  const channel = await context.openChannel(parameters.channel);
  await senders[channel.type](channel, message, context);
  return { channel: channel.name, type: channel.type };
};

const senders: Readonly<Record<ChannelReference["type"], SendToChannel>> = {
  webhook: sendToWebhook,
  slack: sendToSlack,
  smtp: sendByMail,
};

function messageOf({ text, subject, data = null }: WithOf<"notify">): ChannelMessage {
  if (JSON.stringify(data).length > messageLimits.data)
    throw new StepFailure("validation", `with.data is larger than ${messageLimits.data} characters of JSON.`);
  return { text, subject: subject ?? null, data: data as Json };
}
