import type { Json } from "../identifiers.ts";

/** One evaluation of JavaScript that reaches nothing but what is given here. */
export interface SandboxRequest {
  /** Body of an async function of `input`. */
  readonly source: string;
  readonly input: Json;
  readonly memoryBytes: number;
  /** Longest time it may compute, in milliseconds; waiting for a free thread does not count. */
  readonly timeMs: number;
  /** Longest result, in characters of JSON. */
  readonly outputCharacters: number;
  /** What the sandbox's clock says all the time: milliseconds since the epoch. */
  readonly now: number;
  readonly signal: AbortSignal;
}

export type SandboxOutcome =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      /**
       * `validation`: the source does not parse or its result is not JSON, so trying again is no use. `timeout`: it
       * computed too long. `execution`: it threw, or went beyond another limit.
       */
      readonly type: "validation" | "timeout" | "execution";
      readonly message: string;
    };

/** Where the code of `code` steps runs. */
export interface Sandbox {
  /** Throws only the signal's reason, and `shutting-down` once closed. */
  evaluate(request: SandboxRequest): Promise<SandboxOutcome>;
}
