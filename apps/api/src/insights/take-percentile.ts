/** The smallest of some sorted numbers that at least this share of them does not exceed; `null` of none. */
export function takePercentile(sorted: ArrayLike<number>, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
