import { type FakeLlmServer, startFakeLlmServer } from "@lockstep/testkit";
import { afterEach, beforeEach } from "vitest";

import { createNodeHttpClient } from "../http/node-http-client.ts";
import { llm } from "../steps/llm.ts";
import type { StepContext, WithOf } from "../steps/step-executor.ts";
import { contextOf, type TestContext } from "./context-of.ts";

export const protocols = ["openai", "anthropic"] as const;

/** Every protocol, asked for a whole answer and for a streamed one. */
export const streamed = protocols.flatMap((provider) => [
  { provider, stream: false },
  { provider, stream: true },
]);

/** A world that reaches a provider on loopback and nothing else. */
export function providerWorld(given: Partial<StepContext> = {}): TestContext {
  return contextOf({
    http: createNodeHttpClient(),
    egress: { default: "deny", allow: ["127.0.0.1"] },
    ...given,
  });
}

/** A provider for each test of a file, and an `llm` step that asks it. */
export function useFakeProvider() {
  let provider: FakeLlmServer;
  beforeEach(async () => {
    provider = await startFakeLlmServer();
  });
  afterEach(() => provider.close());
  return {
    /** Of the test that runs. */
    provider: () => provider,
    ask: (parameters: Partial<WithOf<"llm">> = {}, context: StepContext = providerWorld()) =>
      llm({ baseUrl: provider.url, model: "m", prompt: "Hi", ...parameters }, context),
  };
}
