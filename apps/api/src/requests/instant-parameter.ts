import { Failure, type Timestamp, toTimestamp } from "@lockstep/model";
import { Type } from "typebox";

/** An instant as people and programs write it, with any offset. */
export const instant = (description: string) =>
  Type.String({
    maxLength: 40,
    pattern: "^\\d{4}-\\d{2}-\\d{2}T[0-9:.]+(Z|[+-]\\d{2}:\\d{2})$",
    description: `${description} Such as 2026-02-03T14:03:00Z.`,
  });

/** The instant in UTC. Failure: `invalid-input` with the path of the field. */
export function toInstant(text: string, path: string): Timestamp {
  const milliseconds = Date.parse(text);
  if (!Number.isNaN(milliseconds)) return toTimestamp(milliseconds);
  throw new Failure("invalid-input", "This is not an instant.", {
    errors: [{ path, message: "must be an instant such as 2026-02-03T14:03:00Z" }],
  });
}
