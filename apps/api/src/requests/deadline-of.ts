/** Ends when whoever asked is gone, and a minute after at the latest unless told otherwise. */
export function deadlineOf({ signal }: Request, milliseconds = 60_000): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
}
