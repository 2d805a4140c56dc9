/** How long anything waits for a forge that was not asked before. */
const deadlineMs = 3_000;

/** A forge that does not hear the signal is not waited for either. Fails when `signal` is aborted, or after 3 s. */
export async function withForgeDeadline<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal | null = null,
): Promise<Result> {
  const timeout = AbortSignal.timeout(deadlineMs);
  const limited = signal === null ? timeout : AbortSignal.any([signal, timeout]);
  const late = new Promise<never>((_resolve, reject) => {
    const giveUp = () => reject(new Error(`no answer within ${deadlineMs / 1_000} s`));
    if (limited.aborted) giveUp();
    else limited.addEventListener("abort", giveUp, { once: true });
  });
  return Promise.race([work(limited), late]);
}
