import { Failure } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { createFreshToken, type ReadToken } from "./fresh-token.ts";

const { signal } = new AbortController();

describe("the token for git", () => {
  it("is the last one while no new one can be had", async () => {
    const token = createFreshToken(inTurn("first", new Failure("forge-unreachable", "down"), "second"), null);
    expect([await token(signal), await token(signal), await token(signal)]).toEqual([
      "first",
      "first",
      "second",
    ]);
  });

  it("lets the repository be unreachable while there never was one, and asks again", async () => {
    const down = new Failure("forge-unreachable", "GitHub does not answer", { retryAfterMs: 5_000 });
    const token = createFreshToken(inTurn(down, "first"), null);
    await expect(token(signal)).rejects.toMatchObject({
      kind: "repository-unreachable",
      message: expect.stringContaining("GitHub does not answer"),
      retryAfterMs: 5_000,
    });
    expect(await token(signal)).toBe("first");
  });

  it("is given up with the call", async () => {
    const token = createFreshToken(inTurn(new Failure("cancelled", "stopped")), "first");
    await expect(token(signal)).rejects.toMatchObject({ kind: "cancelled" });
  });
});

function inTurn(...answers: (string | Failure)[]): ReadToken {
  return async () => {
    const next = answers.shift();
    if (next instanceof Failure) throw next;
    return next ?? null;
  };
}
