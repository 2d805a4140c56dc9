/** An action whose callers share one performance of it while that is under way. */
export function sharedUnderWay<Result>(perform: () => Promise<Result>): () => Promise<Result> {
  let underWay: Promise<Result> | null = null;
  return () => {
    underWay ??= perform().finally(() => (underWay = null));
    return underWay;
  };
}
