import { Failure, toFailure } from "@lockstep/model";

/** Gives the token for git that holds now; `null` where none is needed. */
export type ReadToken = (signal: AbortSignal) => Promise<string | null>;

/**
 * The token to ask git with. When no new one can be had, the last one is used: it may hold still, and git says when it
 * does not. Failures: `repository-unreachable` when there never was one; `cancelled`.
 */
export function createFreshToken(read: ReadToken, first: string | null): ReadToken {
  let last = first;
  return async (signal) => {
    try {
      last = await read(signal);
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.kind === "cancelled") throw failure;
      if (last === null) throw withoutToken(failure);
    }
    return last;
  };
}

function withoutToken(cause: Failure): Failure {
  const { message, retryAfterMs } = cause;
  return new Failure("repository-unreachable", `There is no token to read the repository with: ${message}`, {
    cause,
    ...(retryAfterMs === null || retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
