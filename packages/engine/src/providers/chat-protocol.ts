import type { Json, JsonObject, JsonSchema } from "@lockstep/model";

import type { ServerSentEvent } from "../http/server-sent-events.ts";

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** A conversation and how it is to be continued; `undefined` leaves a choice to the provider. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[] | undefined;
  /** What the answer must fit, for providers that can be told. */
  readonly schema: JsonSchema | null;
  readonly isStreamed: boolean;
  /** Further fields of the body; they also replace what only tells the provider how to put the answer. */
  readonly options: JsonObject;
}

export interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** An answer of a chat model. */
export interface Completion {
  readonly text: string;
  readonly model: string;
  /** In the provider's own words, such as `stop` or `end_turn`. */
  readonly stopReason: string;
  /** Whether the answer ends because no more tokens were allowed. */
  readonly isCutOff: boolean;
  /** Whether the model, or a filter before it, refused to answer. */
  readonly isRefused: boolean;
  readonly tokens: Tokens;
}

/** Puts an answer together from the events of a stream. */
export interface CompletionReader {
  /** Takes the next event; gives the text that it adds. StepFailure: `provider`. */
  accept(event: ServerSentEvent): string;
  /** Whether the provider has said everything. */
  readonly isComplete: boolean;
  /** Counted so far. */
  readonly tokens: Tokens;
  /** What is there so far. */
  completion(): Completion;
}

/** How a kind of provider is spoken to. */
export interface ChatProtocol {
  /** Added to the base URL. */
  readonly path: string;
  /** Headers that carry the key. */
  authorize(apiKey: string | undefined): Readonly<Record<string, string>>;
  bodyOf(request: ChatRequest): JsonObject;
  /** Reads a whole answer. StepFailure: `provider` when it is not one. */
  readAnswer(answer: Json): Completion;
  createReader(): CompletionReader;
}
