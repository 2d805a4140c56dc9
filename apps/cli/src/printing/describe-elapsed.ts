/** A span as exactly as one looks at a run: `85 ms`, `3.4 s`, `2 min 5 s`, `1 h 20 min`. Takes milliseconds. */
export function describeElapsed(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 3_600) return pair([Math.floor(seconds / 60), "min"], [seconds % 60, "s"]);
  const minutes = Math.round(seconds / 60);
  return pair([Math.floor(minutes / 60), "h"], [minutes % 60, "min"]);
}

type Part = readonly [count: number, unit: string];

function pair(...parts: readonly Part[]): string {
  return parts
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
