import type { Json } from "@lockstep/model";

import { readServerSentEvents } from "../http/server-sent-events.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepContext } from "../steps/step-executor.ts";
import type { ChatProtocol, ChatRequest, Completion, CompletionReader, Tokens } from "./chat-protocol.ts";
import { failureInAnswer } from "./provider-failure.ts";
import { askProvider, type Endpoint, streamFromProvider } from "./provider-request.ts";
import { objectIn } from "./read-json.ts";
import { type Price, usageOf } from "./usage-of.ts";
import { eachWithinIdleLimit, withinIdleLimit } from "./within-idle-limit.ts";

/** Whom to ask, how, and what it costs. */
export interface Chat {
  readonly protocol: ChatProtocol;
  readonly endpoint: Endpoint;
  readonly price: Price | undefined;
}

/** One answer of a model, published while it comes in if the request says so; what it used is reported. */
export async function completeChat(
  chat: Chat,
  request: ChatRequest,
  context: StepContext,
): Promise<Completion> {
  const complete = request.isStreamed ? streamed : whole;
  const completion = await complete(chat, request, context);
  if (completion.isRefused) throw new StepFailure("provider", "The model refused to answer.");
  return completion;
}

async function whole(
  { protocol, endpoint, price }: Chat,
  request: ChatRequest,
  context: StepContext,
): Promise<Completion> {
  const answer: Json = await askProvider(endpoint, protocol.bodyOf(request), context);
  if (objectIn(answer)["error"] !== undefined && objectIn(answer)["error"] !== null)
    throw failureInAnswer(objectIn(answer));
  const completion = protocol.readAnswer(answer);
  context.report(usageOf(completion.tokens, price));
  return completion;
}

async function streamed(chat: Chat, request: ChatRequest, context: StepContext): Promise<Completion> {
  const reader = chat.protocol.createReader();
  const published = context.openAnswer();
  const meter = createMeter(reader, (tokens) => context.report(usageOf(tokens, chat.price)));
  try {
    for await (const text of receive(chat, { request, reader }, context)) {
      published.write(text);
      meter.read();
    }
  } finally {
    published.end();
  }
  meter.close();
  if (reader.isComplete) return reader.completion();
  throw new StepFailure("connectivity", "The provider's answer broke off before its end.");
}

async function* receive(
  { protocol, endpoint }: Chat,
  { request, reader }: { readonly request: ChatRequest; readonly reader: CompletionReader },
  context: StepContext,
): AsyncGenerator<string, void> {
  const stall = new AbortController();
  const limit = { timer: context.timer, giveUp: () => stall.abort() };
  const { http, clock, egress, secrets } = context;
  const signal = AbortSignal.any([context.signal, stall.signal]);
  const world = { http, clock, egress, secrets, signal };
  const opened = streamFromProvider(endpoint, protocol.bodyOf(request), world);
  const { body } = await withinIdleLimit(opened, limit);
  for await (const event of readServerSentEvents(eachWithinIdleLimit(body, limit))) {
    yield reader.accept(event);
  }
}

/** Reports tokens as soon as they are known: also an answer that breaks off, or outlasts its attempt, was paid for. */
function createMeter(reader: CompletionReader, report: (tokens: Tokens) => void) {
  let counted: Tokens = { inputTokens: 0, outputTokens: 0 };

  function readNew(): Tokens {
    const { tokens } = reader;
    const inputTokens = tokens.inputTokens - counted.inputTokens;
    const outputTokens = tokens.outputTokens - counted.outputTokens;
    counted = tokens;
    return { inputTokens, outputTokens };
  }

  return {
    read(): void {
      const tokens = readNew();
      if (tokens.inputTokens > 0 || tokens.outputTokens > 0) report(tokens);
    },
    /** Reports at least that nothing was counted. */
    close: () => report(readNew()),
  };
}
