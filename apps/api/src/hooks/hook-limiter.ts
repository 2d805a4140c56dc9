import { type Clock, Failure } from "@lockstep/model";

export interface HookLimits {
  /** Requests a second that one hook takes in the long run. */
  readonly perSecond: number;
  /** Requests at once on top of that. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Names come from outside: more than this many are not remembered. */
const mostBuckets = 10_000;

/** What who comes too often is told. */
type Exhausted = (perSecond: number) => { readonly message: string; readonly code: string };

/** A token bucket per hook, of this process. The returned function fails as `quota-exceeded` when a hook's is empty. */
export function createHookLimiter(
  { perSecond, burst }: HookLimits,
  clock: Clock,
  exhausted: Exhausted = exhaustedHook,
): (hook: string) => void {
  const buckets = new Map<string, Bucket>();
  return (hook) => {
    const bucket = refill(buckets.get(hook) ?? { tokens: burst, at: clock.now() });
    // The least recently used goes first.
    buckets.delete(hook);
    buckets.set(hook, bucket);
    for (const name of buckets.keys()) {
      if (buckets.size <= mostBuckets) break;
      buckets.delete(name);
    }
    if (bucket.tokens < 1) {
      const { message, code } = exhausted(perSecond);
      throw new Failure("quota-exceeded", message, { code, retryAfterMs: 1_000 });
    }
    bucket.tokens -= 1;
  };

  function refill({ tokens, at }: Bucket): Bucket {
    const now = clock.now();
    return { tokens: Math.min(burst, tokens + (Math.max(0, now - at) / 1_000) * perSecond), at: now };
  }
}

function exhaustedHook(perSecond: number): ReturnType<Exhausted> {
  return {
    message: `This hook takes ${perSecond} requests a second; send it again a little later.`,
    code: "HOOK_RATE",
  };
}
