import { createHmac } from "node:crypto";

import { emitterEventNames } from "@octokit/webhooks";
import { describe, expect, test } from "vitest";

import { createGitHubDoor } from "./create-github-door.ts";
import { seeds } from "./payloads.fixture.ts";
import { secret, signedRequest } from "./signed-request.fixture.ts";

const door = createGitHubDoor({ secrets: [secret] });
const refusedAs = (kind: string) => expect.objectContaining({ name: "Failure", kind });

describe("the sender", () => {
  test("is proved by GitHub's own example of a signature", async () => {
    const request = signedRequest("ping", "Hello, World!", {
      headers: {
        "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      },
    });
    // Proved, and then found to be no JSON.
    await expect(door.admit(request)).rejects.toEqual(refusedAs("invalid-input"));
  });

  test("may still sign with a former secret", async () => {
    const rotated = createGitHubDoor({ secrets: ["new", "", secret] });
    await expect(rotated.admit(signedRequest("ping", "{}"))).resolves.toMatchObject({ event: "ping" });
    await expect(rotated.admit(signedRequest("ping", "{}", { by: "new" }))).resolves.toBeDefined();
    await expect(rotated.admit(signedRequest("ping", "{}", { by: "older" }))).rejects.toEqual(
      refusedAs("unauthenticated"),
    );
  });

  const good = signedRequest("ping", "{}").headers["x-hub-signature-256"] ?? "";
  const sha1 = `sha1=${createHmac("sha1", secret).update("{}").digest("hex")}`;
  test.each<[string, Record<string, string | undefined>]>([
    ["none", { "x-hub-signature-256": undefined }],
    ["SHA-1 only", { "x-hub-signature-256": undefined, "x-hub-signature": sha1 }],
    ["SHA-1 in the place of SHA-256", { "x-hub-signature-256": sha1 }],
    ["a truncated one", { "x-hub-signature-256": good.slice(0, -2) }],
    ["one with something behind it", { "x-hub-signature-256": `${good}00` }],
    ["another one", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
  ])("is refused with %s", async (_name, headers) => {
    await expect(door.admit(signedRequest("ping", "{}", { headers }))).rejects.toEqual(
      refusedAs("unauthenticated"),
    );
  });

  test("is refused when a byte of the body changed", async () => {
    const request = signedRequest("push", JSON.stringify(seeds.push.payload));
    request.body.set([0x20], 1);
    await expect(door.admit(request)).rejects.toEqual(refusedAs("unauthenticated"));
  });

  test("signs nothing with an empty body, nor bytes that are no text", async () => {
    await expect(door.admit(signedRequest("ping", ""))).rejects.toEqual(refusedAs("unauthenticated"));
    await expect(door.admit(signedRequest("ping", Uint8Array.of(0x7b, 0xff, 0x7d)))).rejects.toEqual(
      refusedAs("unauthenticated"),
    );
  });

  test("is not let in by a door without a secret", () => {
    expect(() => createGitHubDoor({ secrets: [""] })).toThrow(refusedAs("configuration-invalid"));
  });
});

describe("the envelope", () => {
  test.each([
    ["x-github-hook-id", undefined],
    ["x-github-hook-id", "1 or 2"],
    ["x-github-delivery", undefined],
    ["x-github-delivery", "a\nb"],
    ["x-github-event", undefined],
    ["x-github-event", "__proto__"],
    ["x-github-event", "a".repeat(101)],
  ])("is refused with %s: %s", async (name, value) => {
    await expect(door.admit(signedRequest("ping", "{}", { headers: { [name]: value } }))).rejects.toEqual(
      refusedAs("invalid-input"),
    );
  });

  test.each(["application/x-www-form-urlencoded", "text/plain", undefined])(
    "is refused with the type %s",
    async (type) => {
      await expect(
        door.admit(signedRequest("ping", "{}", { headers: { "content-type": type } })),
      ).rejects.toEqual(refusedAs("unsupported-media-type"));
    },
  );

  test.each(
    ["", "null", "[]", "1", '"text"', "{", '{"a":1}x', "[".repeat(100_000)].filter((body) => body !== ""),
  )("is refused with the body %.20s", async (body) => {
    await expect(door.admit(signedRequest("push", body))).rejects.toEqual(refusedAs("invalid-input"));
  });
});

describe("what is kept", () => {
  const admit = async ({ event, payload }: { event: string; payload: object }) =>
    await door.admit(signedRequest(event, JSON.stringify(payload)));
  const nothing = { ref: null, pullRequest: null, headRevision: null, request: null };
  const head = "1111111111111111111111111111111111111111";

  test("names the hook, the delivery and the repository", async () => {
    expect(await admit(seeds.pullRequest)).toEqual({
      hook: "292430182",
      id: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      event: "pull_request",
      action: "synchronize",
      repository: "1296269",
      hint: { ...nothing, pullRequest: 12 },
    });
  });

  test.each([
    ["a push", seeds.push, { ref: "refs/heads/ada/fix#1" }],
    ["a review", seeds.review, { pullRequest: 12 }],
    [
      "the wish to run a check again",
      seeds.rerequested,
      {
        pullRequest: 12,
        headRevision: head,
        request: {
          action: "revalidate",
          check: "lockstep / validate",
          checkRun: "4400000001",
          sender: "ada",
        },
      },
    ],
    ["a button", seeds.button, { request: { action: "bump-version", sender: "ada" } }],
    ["all checks again", seeds.suite, { headRevision: head, request: { action: "revalidate", check: "" } }],
    ["a merge queue", seeds.queue, { headRevision: head, ref: expect.stringContaining("/pr-12-") }],
  ])("of %s is where to look", async (_name, seed, hint) => {
    expect((await admit(seed)).hint).toMatchObject(hint);
  });

  test.each([
    ["a tag that is named like a branch", { ...seeds.push.payload, ref: "refs/tags/main" }],
    ["a ref with a line break", { ...seeds.push.payload, ref: "refs/heads/a\nb" }],
    ["a ref that has no end", { ...seeds.push.payload, ref: `refs/heads/${"a".repeat(2_000_000)}` }],
  ])("of %s is nothing", async (_name, payload) => {
    expect((await admit({ event: "push", payload })).hint).toEqual(nothing);
  });

  test("of a button that is not ours is where to look, but no request", async () => {
    const payload = { ...seeds.button.payload, requested_action: { identifier: "rm-rf" } };
    expect((await admit({ event: "check_run", payload })).hint).toMatchObject({
      headRevision: head,
      request: null,
    });
  });

  test("of another repository says nothing but whose it is", async () => {
    const ours = createGitHubDoor({ secrets: [secret], repositoryId: () => "5" });
    const { payload } = seeds.push;
    expect(await ours.admit(signedRequest("push", JSON.stringify(payload)))).toMatchObject({
      repository: "1296269",
      hint: nothing,
    });
  });

  test("of every event that GitHub has is a delivery", async () => {
    for (const name of emitterEventNames) {
      const [event = "", action] = name.split(".");
      const payload = action === undefined ? {} : { action };
      expect(await admit({ event, payload })).toMatchObject({
        event,
        action: action ?? null,
        repository: null,
      });
    }
  });
});
