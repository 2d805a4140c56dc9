import { Failure, stepIdPattern } from "@lockstep/model";
import { type Static, type TObject, Type } from "typebox";

import { inputCheck } from "../requests/check-input.ts";
import { answer, list, oneOf, slug } from "../views/fields.ts";
import { logLevel } from "../views/log-line-view.ts";

const strict = { additionalProperties: false } as const;

const subscription = Type.String({
  pattern: "^[0-9A-Za-z._-]{1,64}$",
  description: "The client's own name for it.",
});

const after = Type.Optional(
  Type.String({ pattern: "^[0-9.]{1,20}$", description: "Id of the last event seen." }),
);

const answeredStep = {
  run: Type.String({ pattern: "^[0-9A-Za-z_-]{1,64}$" }),
  step: Type.String({ pattern: stepIdPattern, maxLength: 100 }),
};

/** What a client may say, by `type`. */
const messages = {
  hello: Type.Object(
    { type: Type.Literal("hello"), token: Type.String({ pattern: "^lsk_[A-Za-z0-9_-]{1,200}$" }) },
    strict,
  ),
  subscribe: Type.Object(
    {
      type: Type.Literal("subscribe"),
      subscription,
      run: Type.Optional(Type.String({ pattern: "^[0-9A-Za-z_-]{1,64}$" })),
      environment: Type.Optional(slug),
      all: Type.Optional(Type.Literal(true)),
      after,
      logs: Type.Optional(oneOf(["none", "all"])),
      step: Type.Optional(Type.String({ pattern: stepIdPattern, maxLength: 100 })),
      level: Type.Optional(list(logLevel)),
    },
    strict,
  ),
  unsubscribe: Type.Object({ type: Type.Literal("unsubscribe"), subscription }, strict),
  "approval.answer": Type.Object(
    { type: Type.Literal("approval.answer"), ...answeredStep, ...answer },
    strict,
  ),
  ping: Type.Object({ type: Type.Literal("ping") }, strict),
} as const satisfies Record<string, TObject>;

type MessageType = keyof typeof messages;

export type ClientMessage = { [Type in MessageType]: Static<(typeof messages)[Type]> }[MessageType];

export type AnswerMessage = Extract<ClientMessage, { readonly type: "approval.answer" }>;

export type SubscribeMessage = Extract<ClientMessage, { readonly type: "subscribe" }>;

const checks = Object.fromEntries(
  Object.entries(messages).map(([type, schema]) => [type, inputCheck("message", schema)]),
) as { readonly [Type in MessageType]: (value: unknown) => ClientMessage };

/** A message as it came. Failure: `invalid-input`, with every error and nothing of what was sent. */
export function parseClientMessage(text: string): ClientMessage {
  const value = parse(text);
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  if (typeof type !== "string" || !Object.hasOwn(messages, type)) {
    throw new Failure("invalid-input", `A message has a \`type\`: ${Object.keys(messages).join(", ")}.`, {
      errors: [{ path: "/type", message: `must be one of ${Object.keys(messages).join(", ")}` }],
    });
  }
  return checks[type as MessageType](value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure("invalid-input", "A message is one JSON object.", { code: "JSON_SYNTAX", cause });
  }
}
