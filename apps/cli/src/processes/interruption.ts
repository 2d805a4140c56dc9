/** Aborts at the first SIGTERM or SIGINT; a second SIGINT ends the process the hard way. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  return controller.signal;
}
