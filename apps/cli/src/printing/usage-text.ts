import type { Usage } from "@lockstep/model";

/** Prices of tokens are far below a cent. */
const digits = 6;

/** A cost without a currency, which is the one that the prices are in. */
export function costText(cost: number): string {
  return String(Number(cost.toPrecision(digits)));
}

/** What an attempt used of a model, such as `1200 tokens in, 85 out, cost 0.0021`. */
export function usageText({ inputTokens, outputTokens, cost }: Usage): string {
  const tokens = `${inputTokens} tokens in, ${outputTokens} out`;
  return cost === null ? tokens : `${tokens}, cost ${costText(cost)}`;
}
