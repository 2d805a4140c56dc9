import type { SendToChannel } from "./channel-message.ts";
import { sendMail } from "./send-mail.ts";

/** A message as plain text mail, with where it comes from. */
export const sendByMail: SendToChannel = (channel, { text, subject }, context) => {
  const { slug, environment, run, step } = context.origin;
  const headers = { "x-lockstep-run": run, "x-lockstep-step": step };
  return sendMail(channel, { text, subject: subject ?? `${slug} in ${environment}`, headers }, context);
};
