/** Resolves at the next news, after so many milliseconds at the latest, and at once when ended. */
export function untilNews(
  milliseconds: number,
  {
    ended,
    subscribe,
  }: { readonly ended: AbortSignal; readonly subscribe: (listener: () => void) => () => void },
): Promise<void> {
  if (ended.aborted) return Promise.resolve();
  return new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      unsubscribe();
      ended.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, milliseconds));
    const unsubscribe = subscribe(done);
    ended.addEventListener("abort", done, { once: true });
  });
}
