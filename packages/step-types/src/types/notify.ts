import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict, text } from "../fields.ts";

const parameters = Type.Object(
  {
    channel: text("A channel that the environment declares."),
    text: text("The message, as plain text."),
    subject: Type.Optional(Type.String({ description: "Subject line, where the channel has one." })),
    data: Type.Optional(anyValue("Facts that a webhook channel sends along.")),
  },
  strict,
);

/** `notify`: a message to a channel. */
export const notify = declareStepType({
  type: "notify",
  summary: "Sends a message to a channel that the environment declares.",
  with: parameters,
  outputSchema: () => ({ type: "object" }),
  effects: { default: "write", floor: "write" },
  literal: ["/channel"],
  powers: ["channel"],
});
