import type { StepErrorType } from "@lockstep/model";
import { Type } from "typebox";

import { count, duration, strict } from "./fields.ts";

/** Every error type that a step can end with. */
export const stepErrorTypes = [
  "timeout",
  "connectivity",
  "http",
  "provider",
  "validation",
  "expression",
  "security",
  "execution",
] as const satisfies readonly StepErrorType[];

export const retryFormat = Type.Object(
  {
    maxAttempts: Type.Optional(count("Tries in all, the first one included. Default 1: no retry.", 1, 100)),
    backoff: Type.Optional(
      Type.Enum(["fixed", "linear", "exponential"], {
        description: "How the delay grows from try to try. Default exponential.",
      }),
    ),
    baseDelay: Type.Optional(duration("Delay before the second try. Default 1s.")),
    maxDelay: Type.Optional(duration("Longest delay. Default 5m.")),
    jitter: Type.Optional(
      Type.Boolean({
        description: "Whether the delay is varied, so that many runs do not retry at once. Default true.",
      }),
    ),
    on: Type.Optional(
      Type.Array(
        Type.Enum(["timeout", "connectivity", "http", "provider", "execution"], { type: "string" }),
        {
          uniqueItems: true,
          description:
            "Error types that are retried. Default timeout, connectivity, http, provider. Validation, expression and security errors never are.",
        },
      ),
    ),
  },
  { ...strict, description: "What happens after a failed try." },
);
