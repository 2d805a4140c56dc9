import { describe, expect, test } from "vitest";

import { createAnswerBox } from "./answer-box.ts";

const request = { scope: "token POST /tokens", key: "one", body: "digest", run: null };
const box = createAnswerBox(new Uint8Array(32).fill(7));

describe("a kept answer", () => {
  test("comes back as it was and shows nothing while it is kept", async () => {
    const answer = Response.json({ secret: "lsk_canary" }, { status: 201, headers: { Location: "/x" } });
    const sealed = await box.seal(request, answer);
    expect(Buffer.from(sealed, "base64").toString("latin1")).not.toContain("canary");
    const opened = box.open(request, sealed);
    expect([opened.status, opened.headers.get("Location")]).toEqual([201, "/x"]);
    expect(await opened.json()).toEqual({ secret: "lsk_canary" });
  });

  test("without a body has none again", async () => {
    const opened = box.open(request, await box.seal(request, new Response(null, { status: 204 })));
    expect([opened.status, opened.body]).toEqual([204, null]);
  });

  test("opens for its own request and server key only", async () => {
    const sealed = await box.seal(request, Response.json({}));
    expect(() => box.open({ ...request, key: "two" }, sealed)).toThrow(/cannot be read/);
    const other = createAnswerBox(new Uint8Array(32).fill(8));
    expect(() => other.open(request, sealed)).toThrow(/cannot be read/);
  });
});
