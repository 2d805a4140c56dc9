import { evaluateJson } from "@lockstep/expression";
import type { Json, JsonObject } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { httpLimits } from "../http/http-client.ts";
import { type Answer, createFakeHttpClient } from "../testing/fake-http-client.ts";
import { createFakeTime } from "../testing/fake-time.ts";
import { idlePowers } from "../testing/idle-powers.ts";
import { http } from "./http.ts";
import type { ResolvedSecret, WithOf } from "./step-executor.ts";

type Answers = Parameters<typeof createFakeHttpClient>[0];

async function send(
  parameters: Partial<WithOf<"http">>,
  answer: Answers,
  secrets: readonly ResolvedSecret[] = [],
) {
  const client = createFakeHttpClient(answer);
  const output = await http(
    { url: "https://api.example/things", ...parameters },
    {
      ...idlePowers,
      idempotencyKey: "run/step",
      signal: new AbortController().signal,
      clock: createFakeTime(),
      http: client,
      egress: { default: "allow", allow: [] },
      secrets,
      evaluate: (template: Json, names: JsonObject) => evaluateJson(template, names),
      log: () => undefined,
    },
  );
  return { output, requests: client.requests };
}

const ok: Answers = () => ({ json: { ok: true } });

describe("an http step", () => {
  test("asks with GET and gives status, headers and the JSON body", async () => {
    const { output, requests } = await send({}, ok);
    expect(requests[0]).toMatchObject({ method: "GET", body: null });
    expect(output).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: { ok: true },
    });
  });

  test("adds the query encoded, lists repeated, nulls left out", async () => {
    const { requests } = await send(
      { url: "https://api.example/a?x=1", query: { q: "a b&c", n: 2, none: null, l: [1, 2] } },
      ok,
    );
    expect(requests[0]?.url.search).toBe("?x=1&q=a+b%26c&n=2&l=1&l=2");
  });

  test("sends JSON with its type and an idempotency key that a header may replace", async () => {
    const { requests } = await send({ method: "POST", json: { a: 1 } }, ok);
    expect(requests[0]).toMatchObject({
      body: '{"a":1}',
      headers: { "content-type": "application/json", "idempotency-key": "run/step" },
    });
    const own = await send({ method: "POST", headers: { "Idempotency-Key": "mine" } }, ok);
    expect(own.requests[0]?.headers["idempotency-key"]).toBe("mine");
  });

  test.each([
    [200, undefined, true],
    [204, undefined, true],
    [404, undefined, false],
    [404, [200, 404], true],
    [201, [200], false],
  ])("with status %i, %j expected, is a success: %s", async (status, expectStatus, isSuccess) => {
    const sent = send(expectStatus === undefined ? {} : { expectStatus }, () => ({ status }));
    if (isSuccess) expect((await sent).output).toMatchObject({ status });
    else await expect(sent).rejects.toMatchObject({ type: "http", details: { status } });
  });

  test("names method, address and status of a refusal, without the query", async () => {
    await expect(send({ query: { key: "private" } }, () => ({ status: 500 }))).rejects.toMatchObject({
      message: "GET https://api.example/things answered 500.",
    });
  });

  test.each([
    ["auto", "text/plain", "5", "5"],
    ["auto", "application/problem+json; charset=utf-8", '{"a":1}', { a: 1 }],
    ["auto", "application/json", "{broken", "{broken"],
    ["auto", "application/json", "", null],
    ["text", "application/json", "[1]", "[1]"],
    ["json", "text/plain", "[1]", [1]],
    ["base64", "image/png", "\u0001", "AQ=="],
  ] as const)("reads a body as %s from %s", async (responseType, type, body, expected) => {
    const { output } = await send({ responseType }, () => ({
      headers: { "content-type": type },
      body: Buffer.from(body),
    }));
    expect(output).toMatchObject({ body: expected });
  });

  test("fails when JSON was asked for and something else came", async () => {
    const html: Answer = { body: Buffer.from("<html>") };
    await expect(send({ responseType: "json" }, () => html)).rejects.toMatchObject({ type: "http" });
  });

  test.each([
    ["ftp://api.example/", "security"],
    ["file:///etc/passwd", "security"],
    ["https://user:password@api.example/", "security"],
    ["/relative", "validation"],
    ["not a url", "validation"],
  ])("refuses the URL %s", async (url, type) => {
    await expect(send({ url }, ok)).rejects.toMatchObject({ type });
  });

  test.each([
    ["a line break in a value", { "x-a": "1\r\nx-b: 2" }],
    ["a name with a space", { "x a": "1" }],
  ])("refuses %s", async (_, headers) => {
    await expect(send({ headers }, ok)).rejects.toMatchObject({ type: "validation" });
  });
});

describe("a redirect", () => {
  const to =
    (location: string, status = 302): Answers =>
    ({ url }) =>
      url.pathname === "/things" ? { status, headers: { location } } : { json: url.href };

  test("is followed, and credentials stay behind at another origin", async () => {
    const headers = { authorization: "Bearer x", cookie: "a=1", "x-token": "secret-value", "x-other": "1" };
    const secrets = [{ name: "T", value: "secret-value", hosts: null }];
    const { requests } = await send({ headers }, to("https://other.example/new"), secrets);
    expect(requests[1]?.url.href).toBe("https://other.example/new");
    expect(Object.keys(requests[1]?.headers ?? {}).sort()).toEqual([
      "accept",
      "accept-encoding",
      "user-agent",
      "x-other",
    ]);
  });

  test("keeps credentials at the same origin", async () => {
    const { requests } = await send({ headers: { authorization: "Bearer x" } }, to("/new"));
    expect(requests[1]?.headers["authorization"]).toBe("Bearer x");
  });

  test.each([
    [302, "GET", null],
    [303, "GET", null],
    [307, "POST", "text"],
    [308, "POST", "text"],
  ])("with status %i repeats a POST as %s", async (status, method, body) => {
    const { requests } = await send({ method: "POST", body: "text" }, to("/new", status));
    expect(requests[1]).toMatchObject({ method, body });
  });

  test("never carries a secret body to another origin", async () => {
    const secrets = [{ name: "T", value: "secret-value", hosts: null }];
    const sent = send({ method: "POST", body: "secret-value" }, to("https://other.example/", 307), secrets);
    await expect(sent).rejects.toMatchObject({ type: "security" });
  });

  test.each(["file:///etc/passwd", "ftp://other.example/"])("to %s is refused", async (location) => {
    await expect(send({}, to(location))).rejects.toMatchObject({ type: "security" });
  });

  test("in a circle ends", async () => {
    const circle: Answers = () => ({ status: 302, headers: { location: "/things" } });
    await expect(send({}, circle)).rejects.toMatchObject({ type: "http" });
  });

  test("that is expected is the answer", async () => {
    const { output } = await send({ expectStatus: [302] }, to("/new"));
    expect(output).toMatchObject({ status: 302 });
  });
});

describe("pages", () => {
  const pages: Answers = ({ url }) => {
    const page = Number(url.searchParams.get("page") ?? "1");
    return { json: { items: [page * 10, page * 10 + 1], next: page < 3 ? `?page=${page + 1}` : null } };
  };
  const paginate = { next: "{{ response.body.next }}", items: "{{ response.body.items }}" };

  test("are followed to the end and their items joined", async () => {
    const { output, requests } = await send({ paginate }, pages);
    expect(output).toMatchObject({ status: 200, items: [10, 11, 20, 21, 30, 31] });
    expect(requests).toHaveLength(3);
  });

  test("beyond maxPages fail rather than lose items", async () => {
    await expect(send({ paginate: { ...paginate, maxPages: 2 } }, pages)).rejects.toMatchObject({
      type: "http",
    });
  });

  test("at another origin get no credentials", async () => {
    const elsewhere: Answers = ({ url }) => ({
      json: { items: [], next: url.hostname === "api.example" ? "https://other.example/" : null },
    });
    const { requests } = await send({ paginate, headers: { authorization: "x" } }, elsewhere);
    expect(requests[1]?.headers["authorization"]).toBeUndefined();
  });

  test("together stay within the limit on bodies", async () => {
    const large: Answers = () => ({ json: { items: ["x".repeat(httpLimits.bodyBytes / 2)], next: "?more" } });
    await expect(send({ paginate }, large)).rejects.toMatchObject({ type: "http" });
  });
});
