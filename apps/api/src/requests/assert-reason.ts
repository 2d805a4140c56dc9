import { Failure } from "@lockstep/model";

/** Refuses a reason that says nothing: it is kept for ever and others have to live with it. */
export function assertReason(reason: string): void {
  if (reason.trim() !== "") return;
  throw new Failure("invalid-input", "Say why.", {
    errors: [{ path: "/reason", message: "must not be blank" }],
  });
}
