import type { OrgStore, Slug } from "@lockstep/model";

/** Entries read at once: one of a large deploy takes a megabyte. */
const batch = 50;

/**
 * Chains as JSON Lines, one after the other and each from its first entry to the one that was its last when it was read.
 * Reads on only as fast as the reader takes it, and breaks off when `ended` is aborted.
 */
export function exportLedger(
  { ledger }: Pick<OrgStore, "ledger">,
  chains: readonly Slug[],
  { ended, end }: { readonly ended: AbortSignal; readonly end: () => void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const left = [...chains];
  let from = 1;

  /** The next lines, or `null` behind the last chain. */
  async function read(): Promise<string | null> {
    for (let chain = left[0]; chain !== undefined; chain = left[0]) {
      const entries = await ledger.list(chain, from, batch);
      if (entries.length < batch) {
        left.shift();
        from = 1;
      } else from += batch;
      if (entries.length > 0) return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    }
    return null;
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        ended.throwIfAborted();
        const lines = await read();
        if (lines !== null) return controller.enqueue(encoder.encode(lines));
      } catch (thrown) {
        end();
        throw thrown;
      }
      end();
      controller.close();
    },
    cancel: end,
  });
}
