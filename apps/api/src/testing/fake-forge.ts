import { createNoForge } from "@lockstep/forge";
import { Failure, type Forge, type ForgeDoor, type SetupFinding } from "@lockstep/model";

/** A forge that can nothing but tell what it is missing. */
export function fakeForge(findings: readonly SetupFinding[] = []): Forge {
  return { ...createNoForge(), inspect: async () => findings };
}

/** A door whose deliveries are proved by the word `signed`; it tells how many bytes came. */
export const fakeDoor: ForgeDoor = {
  async admit({ headers, body }) {
    if (headers["x-signature"] !== "signed") throw new Failure("unauthenticated", "The signature is wrong.");
    return {
      hook: headers["x-hook"] ?? "1",
      id: headers["x-delivery"] ?? "",
      event: "push",
      action: null,
      repository: String(body.byteLength),
      hint: { ref: "refs/heads/main", pullRequest: null, headRevision: null, request: null },
    };
  },
};
