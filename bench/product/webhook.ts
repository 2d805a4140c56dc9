import { createHmac, timingSafeEqual } from "node:crypto";

import { Failure, type ForgeDoor } from "@lockstep/model";

const secret = "a secret of the benchmark";

/** A push as GitHub tells it, as large as they usually are: about 8 KB. */
export const webhookBody = Buffer.from(
  JSON.stringify({
    ref: "refs/heads/main",
    before: "a".repeat(40),
    after: "b".repeat(40),
    repository: { id: 42, full_name: "acme/flows", description: "x".repeat(3_000) },
    commits: Array.from({ length: 5 }, (_, number) => ({
      id: String(number).repeat(40),
      message: "Change something. ".repeat(40),
      modified: ["pipelines/orders.yaml"],
    })),
  }),
);

const signature = `sha256=${createHmac("sha256", secret).update(webhookBody).digest("hex")}`;

/** What GitHub sends with {@link webhookBody}. */
export function webhookHeaders(id: string): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-delivery": id,
    "x-github-event": "push",
    "x-github-hook-id": "7",
    "x-hub-signature-256": signature,
  };
}

/** The least that a door does: the HMAC of the raw bytes, and the few fields that are kept. */
export const benchDoor: ForgeDoor = {
  async admit({ headers, body }) {
    const expected = createHmac("sha256", secret).update(body).digest();
    const given = Buffer.from(headers["x-hub-signature-256"]?.slice("sha256=".length) ?? "", "hex");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new Failure("unauthenticated", "The signature does not fit.");
    }
    const { ref, repository } = JSON.parse(Buffer.from(body).toString("utf8")) as {
      readonly ref: string;
      readonly repository: { readonly id: number };
    };
    return {
      hook: headers["x-github-hook-id"] ?? "",
      id: headers["x-github-delivery"] ?? "",
      event: headers["x-github-event"] ?? "",
      action: null,
      repository: String(repository.id),
      hint: { ref, pullRequest: null, headRevision: null, request: null },
    };
  },
};
