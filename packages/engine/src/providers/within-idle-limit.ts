import type { Timer } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";

/** Longest silence of a stream; the step's timeout bounds the whole. */
const idleLimitMs = 60_000;

/** Resolves as the work does. StepFailure: `timeout` when nothing comes within the limit, after `giveUp` was called. */
export async function withinIdleLimit<Value>(
  work: Promise<Value>,
  { timer, giveUp }: { readonly timer: Timer; readonly giveUp: () => void },
): Promise<Value> {
  let stop: () => void = () => undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    stop = timer.after(idleLimitMs, () => {
      reject(new StepFailure("timeout", `The provider sent nothing for ${idleLimitMs / 1_000} seconds.`));
      giveUp();
    });
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    stop();
  }
}

/** The items of a stream; each must come within the limit. */
export async function* eachWithinIdleLimit<Item>(
  items: AsyncIterable<Item>,
  limit: { readonly timer: Timer; readonly giveUp: () => void },
): AsyncGenerator<Item, void> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await withinIdleLimit(iterator.next(), limit);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a stream that is stuck does not answer this either.
    iterator.return?.()?.catch(() => undefined);
  }
}
