import type { Usage } from "@lockstep/model";

import type { Tokens } from "./chat-protocol.ts";

/** What a million tokens cost. */
export interface Price {
  readonly inputPerMillion: number;
  readonly outputPerMillion?: number;
}

/** Tokens with their cost; null without a price. */
export function usageOf({ inputTokens, outputTokens }: Tokens, price: Price | undefined): Usage {
  if (price === undefined) return { inputTokens, outputTokens, cost: null };
  const { inputPerMillion, outputPerMillion = 0 } = price;
  const cost = (inputTokens * inputPerMillion + outputTokens * outputPerMillion) / 1_000_000;
  return { inputTokens, outputTokens, cost };
}
