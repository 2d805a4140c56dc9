import { createHmac } from "node:crypto";

import { describe, expect, test } from "vitest";

import { checkSignature } from "./check-signature.ts";

const now = Date.parse("2026-02-03T14:00:00.000Z");
const seconds = now / 1_000;
const body = Buffer.from('{"order":7}');
const secret = "canary";

const sign = (timestamp: number | string, text: Uint8Array = body, key = secret) =>
  createHmac("sha256", key).update(`${timestamp}.`).update(text).digest("hex");
const check = (signature: string, more: Partial<Parameters<typeof checkSignature>[0]> = {}) =>
  checkSignature({ signature, body, secret, tolerance: "5m", now, ...more });

describe("a signature", () => {
  test("over timestamp and body is valid, and always gives the same digest", () => {
    const digest = check(`t=${seconds},v1=${sign(seconds)}`);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    // Another order and further signatures are the same signature still.
    expect(check(`v1=${sign(seconds)}, v1=${"0".repeat(64)}, t=${seconds}`)).toBe(digest);
    expect(check(`t=${seconds - 1},v1=${sign(seconds - 1)}`)).not.toBe(digest);
  });

  test.each([
    ["nothing", ""],
    ["another secret", `t=${seconds},v1=${sign(seconds, body, "other")}`],
    ["another body", `t=${seconds},v1=${sign(seconds, Buffer.from("{}"))}`],
    ["another timestamp", `t=${seconds + 1},v1=${sign(seconds)}`],
    ["the body without a timestamp", `v1=${sign("", body)}`],
    ["two timestamps", `t=${seconds},t=${seconds - 9},v1=${sign(seconds)}`],
    ["a timestamp that is no number", `t=now,v1=${sign("now")}`],
    ["a signature in upper case", `t=${seconds},v1=${sign(seconds).toUpperCase()}`],
    ["a signature too short", `t=${seconds},v1=${sign(seconds).slice(0, 32)}`],
    ["a header too long", `t=${seconds},v1=${sign(seconds)},v0=${"x".repeat(1_000)}`],
  ])("of %s is refused", (_, signature) => {
    expect(check(signature)).toBeNull();
  });

  test.each([
    [300, "5m", true],
    [301, "5m", false],
    [-300, "5m", true],
    [-301, "5m", false],
    [-60, "1m", true],
    [-61, "1m", false],
    [-300, "1h", true],
    [-301, "1h", false],
    // Together with what is accepted ahead of time: the day for which replays are remembered.
    [86_100, "7d", true],
    [86_101, "7d", false],
    [-301, "7d", false],
  ])("%i s old with a tolerance of %s: valid is %s", (age, tolerance, isValid) => {
    const timestamp = seconds - age;
    expect(check(`t=${timestamp},v1=${sign(timestamp)}`, { tolerance }) !== null).toBe(isValid);
  });
});
