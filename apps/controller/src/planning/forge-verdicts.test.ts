import type { CommitSignature, Forge } from "@lockstep/model";
import { afterEach, expect, test, vi } from "vitest";

import { judgeByForge } from "./forge-verdicts.ts";

afterEach(() => vi.restoreAllMocks());

const { signal } = new AbortController();
const because = "S/MIME signatures are not checked here.";

function pending(count: number): readonly CommitSignature[] {
  return Array.from({ length: count }, (_, index) => {
    const revision = String(index).padStart(40, "0");
    return { revision, status: "forge-judged", signer: "ada@example.com", because };
  });
}

function forgeThat(readVerification: Forge["readVerification"]) {
  return { name: "github" as const, readVerification };
}

test("asks about S/MIME only, and about a verified commit once", async () => {
  const readVerification = vi.fn(async () => ({ isVerified: true, reason: "valid" }));
  const forge = forgeThat(readVerification);
  const others = (["verified", "unsigned", "unsupported", "invalid"] as const).map((status) => {
    return { revision: status, status, signer: null, because: "It was read here." };
  });
  const asked = [...others, ...pending(20)];
  const judged = await judgeByForge(forge, asked, signal);
  expect(judged.slice(0, 4)).toEqual(others);
  expect(new Set(judged.slice(4).map(({ status }) => status))).toEqual(new Set(["forge-verified"]));
  expect(await judgeByForge(forge, asked, signal)).toEqual(judged);
  expect(readVerification).toHaveBeenCalledTimes(20);
});

test("gives up on a forge that does not answer in time, and keeps what it said until then", async () => {
  const deadline = new AbortController();
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(deadline.signal);
  const forge = forgeThat((revision, limited) => {
    if (revision.endsWith("0")) return Promise.resolve({ isVerified: true, reason: "valid" });
    return new Promise((_, reject) => {
      limited.addEventListener("abort", () => reject(limited.reason));
      deadline.abort();
    });
  });
  const judged = await judgeByForge(forge, pending(20), signal);
  expect(timeout).toHaveBeenCalledExactlyOnceWith(3_000);
  expect(judged.map(({ status }) => status)).toEqual(["forge-verified", ...Array(19).fill("forge-judged")]);
  expect(judged.at(-1)?.because).toBe(
    "Only GitHub can verify its S/MIME signature, and has not yet. GitHub did not answer within 3 seconds.",
  );
});

test("ends when nobody waits any more", async () => {
  const leaving = new AbortController();
  const forge = forgeThat(() => {
    leaving.abort(new Error("nobody waits"));
    return Promise.reject(new Error("cut"));
  });
  await expect(judgeByForge(forge, pending(1), leaving.signal)).rejects.toThrow("nobody waits");
});

test("plain git verifies nothing", async () => {
  const [judged] = await judgeByForge(
    { name: "none", readVerification: async () => null },
    pending(1),
    signal,
  );
  expect(judged).toMatchObject({ status: "unsupported", signer: null });
  expect(judged?.because).toBe("S/MIME signatures are not checked here, and no forge does it instead.");
});
