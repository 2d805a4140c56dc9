import type { Json, JsonObject, JsonSchema } from "@lockstep/model";

import { anthropicChat } from "../providers/anthropic-chat.ts";
import type { ChatMessage, ChatProtocol, ChatRequest, Completion } from "../providers/chat-protocol.ts";
import { type Chat, completeChat } from "../providers/complete-chat.ts";
import { openaiChat } from "../providers/openai-chat.ts";
import { shapeInstruction, structuredAnswer } from "../providers/structured-answer.ts";
import { usageOf } from "../providers/usage-of.ts";
import type { StepExecutor, WithOf } from "./step-executor.ts";

export const llm: StepExecutor<"llm"> = async (parameters, context) => {
  const chat = chatOf(parameters);
  const ask = (messages: readonly ChatMessage[]): Promise<Completion> =>
    completeChat(chat, requestOf(parameters, messages), context);
  const schema = parameters.responseSchema as JsonSchema | undefined;
  if (schema !== undefined) return structuredAnswer(schema, messagesOf(parameters), ask);
  return outputOf(await ask(messagesOf(parameters)), chat);
};

const protocols: Readonly<Record<NonNullable<WithOf<"llm">["provider"]>, ChatProtocol>> = {
  openai: openaiChat,
  anthropic: anthropicChat,
};

function chatOf({ provider = "openai", baseUrl, apiKey, headers = {}, price }: WithOf<"llm">): Chat {
  const protocol = protocols[provider];
  const { path } = protocol;
  return {
    protocol,
    price,
    endpoint: { baseUrl, path, headers: { ...protocol.authorize(apiKey), ...headers } },
  };
}

function messagesOf({
  system,
  prompt,
  messages = [],
  responseSchema,
}: WithOf<"llm">): readonly ChatMessage[] {
  return [
    ...(system === undefined ? [] : [{ role: "system", content: system } as const]),
    ...(responseSchema === undefined ? [] : [shapeInstruction(responseSchema as JsonSchema)]),
    ...messages,
    ...(prompt === undefined ? [] : [{ role: "user", content: prompt } as const]),
  ];
}

function requestOf(parameters: WithOf<"llm">, messages: readonly ChatMessage[]): ChatRequest {
  const { model, temperature, topP, maxTokens, stop, responseSchema, stream, options } = parameters;
  return {
    model,
    messages,
    temperature,
    topP,
    maxTokens,
    stop,
    schema: responseSchema === undefined ? null : (responseSchema as JsonSchema),
    isStreamed: stream ?? false,
    options: (options ?? {}) as JsonObject,
  };
}

function outputOf({ text, model, stopReason, tokens }: Completion, { price }: Chat): Json {
  const { cost, ...counts } = usageOf(tokens, price);
  return { text, model, stopReason, usage: cost === null ? counts : { ...counts, cost } };
}
