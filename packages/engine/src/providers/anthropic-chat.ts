import type { Json, JsonObject } from "@lockstep/model";

import type { ServerSentEvent } from "../http/server-sent-events.ts";
import { StepFailure } from "../step-failure.ts";
import type { ChatProtocol, ChatRequest, Completion, CompletionReader, Tokens } from "./chat-protocol.ts";
import { failureInAnswer } from "./provider-failure.ts";
import { countIn, definedIn, listIn, objectIn, parseAnswer, textIn } from "./read-json.ts";

/** Messages as Anthropic speaks them. */
export const anthropicChat: ChatProtocol = {
  path: "/messages",
  authorize: (apiKey) => ({
    "anthropic-version": "2023-06-01",
    ...(apiKey === undefined ? {} : { "x-api-key": apiKey }),
  }),
  bodyOf,
  readAnswer,
  createReader,
};

/** The protocol wants a limit. */
const defaultMaxTokens = 4_096;

function bodyOf(request: ChatRequest): JsonObject {
  const { model, messages, temperature, topP, maxTokens = defaultMaxTokens, stop, options } = request;
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const turns = messages.filter(({ role }) => role !== "system");
  return {
    ...options,
    model,
    max_tokens: maxTokens,
    messages: turns.map(({ role, content }) => ({ role, content })),
    ...(system.length === 0 ? {} : { system: system.join("\n\n") }),
    ...definedIn({ temperature, top_p: topP, stop_sequences: stop }),
    ...(request.isStreamed ? { stream: true } : {}),
  };
}

function readAnswer(answer: Json): Completion {
  const { content, model, stop_reason: stopReason, usage } = objectIn(answer);
  if (!Array.isArray(content)) throw new StepFailure("provider", "The provider's answer holds no content.");
  const blocks = listIn(content).map(objectIn);
  const text = blocks.map((block) => (block["type"] === "text" ? textIn(block["text"]) : "")).join("");
  return completionOf({
    text,
    model: textIn(model),
    stopReason: textIn(stopReason),
    tokens: tokensOf(usage),
  });
}

function completionOf(given: Omit<Completion, "isCutOff" | "isRefused">): Completion {
  const { stopReason } = given;
  return { ...given, isCutOff: stopReason === "max_tokens", isRefused: stopReason === "refusal" };
}

/** Cached input counts as input. */
function tokensOf(usage: Json | undefined): Tokens {
  const counts = objectIn(usage);
  const input = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
  return {
    inputTokens: input.reduce((sum, name) => sum + countIn(counts[name]), 0),
    outputTokens: countIn(counts["output_tokens"]),
  };
}

function createReader(): CompletionReader {
  let draft = { text: "", model: "", stopReason: "", tokens: { inputTokens: 0, outputTokens: 0 } };
  let isComplete = false;

  /** Counts only grow: the first event has those of the input, the last ones those of the output. */
  function count(usage: Json | undefined): Tokens {
    const { inputTokens, outputTokens } = tokensOf(usage);
    return {
      inputTokens: Math.max(draft.tokens.inputTokens, inputTokens),
      outputTokens: Math.max(draft.tokens.outputTokens, outputTokens),
    };
  }

  function begin({ message }: JsonObject): void {
    const { model, usage } = objectIn(message);
    draft = { ...draft, model: textIn(model), tokens: count(usage) };
  }

  function end({ delta, usage }: JsonObject): void {
    draft = { ...draft, stopReason: textIn(objectIn(delta)["stop_reason"]), tokens: count(usage) };
  }

  return {
    accept({ data }: ServerSentEvent) {
      const event = objectIn(parseAnswer(data));
      const added = event["type"] === "content_block_delta" ? textIn(objectIn(event["delta"])["text"]) : "";
      draft = { ...draft, text: draft.text + added };
      if (event["type"] === "error") throw failureInAnswer(event);
      if (event["type"] === "message_start") begin(event);
      if (event["type"] === "message_delta") end(event);
      isComplete ||= event["type"] === "message_stop";
      return added;
    },
    get isComplete() {
      return isComplete;
    },
    get tokens() {
      return draft.tokens;
    },
    completion: () => completionOf(draft),
  };
}
