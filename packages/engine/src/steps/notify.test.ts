import { type FakeMailServer, startFakeMailServer } from "@lockstep/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { messageLimits } from "../channels/message-limits.ts";
import { createNodeMailer } from "../mail/node-mailer.ts";
import { contextOf } from "../testing/context-of.ts";
import { type Answer, createFakeHttpClient } from "../testing/fake-http-client.ts";
import { createFakeMailer } from "../testing/fake-mailer.ts";
import { notify } from "./notify.ts";
import type { ResolvedChannel, StepContext, WithOf } from "./step-executor.ts";

const hook = "https://hooks.example/services/T000/B000/secret-part";

function channelOf(given: Partial<ResolvedChannel> = {}, value = hook): ResolvedChannel {
  return { name: "ops", type: "webhook", secret: { name: "OPS_URL", value, hosts: null }, ...given };
}

async function send(
  parameters: Partial<WithOf<"notify">>,
  channel: ResolvedChannel,
  answer: () => Answer = () => ({ json: null }),
) {
  const http = createFakeHttpClient(answer);
  const context = contextOf({ http, openChannel: async () => channel });
  const output = await notify({ channel: "ops", text: "It broke.", ...parameters }, context);
  const body = JSON.parse(http.requests[0]?.body ?? "null") as Record<string, unknown>;
  return { output, request: http.requests[0], body };
}

describe("a webhook channel", () => {
  test("gets the message, its data and where it comes from, with an idempotency key", async () => {
    const { output, request, body } = await send({ subject: "Look", data: { rows: 3 } }, channelOf());
    expect(request).toMatchObject({ method: "POST", headers: { "idempotency-key": "run-1/step" } });
    expect(request?.url.href).toBe(hook);
    expect(body).toEqual({
      text: "It broke.",
      subject: "Look",
      data: { rows: 3 },
      environment: "staging",
      pipeline: "sample",
      version: "1.0.0",
      run: "run-1",
      step: "step",
      idempotencyKey: "run-1/step",
    });
    expect(output).toEqual({ channel: "ops", type: "webhook" });
  });

  test("that refuses fails the step without telling its address", async () => {
    const refused = send({}, channelOf(), () => ({ status: 503, headers: { "retry-after": "3" } }));
    await expect(refused).rejects.toMatchObject({
      type: "http",
      message: "The channel ops at hooks.example answered 503.",
      details: { status: 503 },
      retryAfterMs: 3_000,
    });
  });

  test("is not followed elsewhere", async () => {
    const moved = send({}, channelOf(), () => ({
      status: 302,
      headers: { location: "https://evil.example/" },
    }));
    await expect(moved).rejects.toMatchObject({ type: "http", details: { status: 302 } });
  });

  test.each([
    ["not a url", "validation"],
    ["ftp://hooks.example/", "security"],
  ])("whose secret is %s fails as %s", async (value, type) => {
    await expect(send({}, channelOf({}, value))).rejects.toMatchObject({ type });
  });

  test.each([hook, "https://HOOKS.example:443/s/pin"])(
    "keeps its secret %s from hosts that it is not for",
    async (value) => {
      const secret = { name: "OPS_URL", value, hosts: ["other.example"] };
      await expect(send({}, channelOf({ secret }))).rejects.toMatchObject({
        type: "security",
        message: "The secret OPS_URL may only be sent to other.example, not to hooks.example.",
      });
    },
  );

  test("keeps other secrets of the step from hosts that they are not for", async () => {
    const key = { name: "API_KEY", value: "sk-0123456789", hosts: ["api.example"] };
    const http = createFakeHttpClient(() => ({ json: null }));
    const context = contextOf({ http, secrets: [key], openChannel: async () => channelOf() });
    await expect(notify({ channel: "ops", text: `The key is ${key.value}.` }, context)).rejects.toMatchObject(
      { type: "security" },
    );
    expect(http.requests).toEqual([]);
  });

  test("gets long texts cut and refuses long data", async () => {
    const { body } = await send({ text: "x".repeat(20_000), subject: "y".repeat(999) }, channelOf());
    expect(String(body["text"])).toHaveLength(messageLimits.text);
    expect(String(body["text"])).toMatch(/… \(shortened\)$/);
    expect(String(body["subject"])).toHaveLength(messageLimits.subject);
    const large = send({ data: "x".repeat(messageLimits.data) }, channelOf());
    await expect(large).rejects.toMatchObject({ type: "validation" });
  });

  test("shows characters that nobody would see", async () => {
    const { body } = await send({ text: "pay \u202egnihton\u0007\r\nnow" }, channelOf());
    expect(body["text"]).toBe("pay \\u202egnihton\\u0007\nnow");
  });
});

describe("a slack channel", () => {
  const slack = channelOf({ type: "slack" });

  test("gets text that neither formats, links nor calls anybody", async () => {
    const text = "<!channel> a & b <https://evil.example|click> @here and @channel, mail ada@example.com";
    const { body } = await send({ text }, slack);
    expect(body["text"]).toBe(
      "&lt;!channel&gt; a &amp; b &lt;https://evil.example|click&gt; @\u200bhere and @\u200bchannel, mail ada@example.com",
    );
    expect(body).toMatchObject({ mrkdwn: false, parse: "none", link_names: false, unfurl_links: false });
  });

  test("gets the subject as the first line", async () => {
    expect((await send({ subject: "Two\nlines <b>" }, slack)).body["text"]).toBe(
      "Two lines &lt;b&gt;\nIt broke.",
    );
  });

  test("gets no more than Slack shows, and no half characters", async () => {
    const { body } = await send({ text: "👋".repeat(3_000) }, slack);
    const text = String(body["text"]);
    expect(text.length).toBeLessThanOrEqual(messageLimits.slackText);
    expect(text.isWellFormed()).toBe(true);
  });
});

describe("an smtp channel", () => {
  let server: FakeMailServer;

  beforeEach(async () => {
    server = await startFakeMailServer();
  });
  afterEach(() => server.close());

  const addresses = "from=lockstep%40acme.example&to=ops%40acme.example&to=ada%40acme.example";
  const addressOf = (login = "") => `smtp://${login}127.0.0.1:${server.port}?${addresses}`;

  function mail(
    parameters: Partial<WithOf<"notify">> = {},
    value = addressOf(),
    given: Partial<StepContext> = {},
  ) {
    const context = contextOf({
      mailer: createNodeMailer(),
      egress: { default: "deny", allow: ["127.0.0.1"] },
      openChannel: async () => channelOf({ type: "smtp" }, value),
      ...given,
    });
    return Promise.resolve(notify({ channel: "ops", text: "It broke.", ...parameters }, context));
  }

  const headersOf = (source: string) => source.slice(0, source.indexOf("\r\n\r\n"));

  test("gets a plain text mail for all recipients", async () => {
    expect(await mail({ subject: "Grüße", text: "Größer\nals <b>0</b>" })).toEqual({
      channel: "ops",
      type: "smtp",
    });
    expect(server.mails).toMatchObject([
      { from: "lockstep@acme.example", to: ["ops@acme.example", "ada@acme.example"] },
    ]);
    const source = server.mails[0]?.source ?? "";
    expect(headersOf(source)).toMatch(/^Content-Type: text\/plain; charset=utf-8$/im);
    expect(headersOf(source)).toMatch(/^X-Lockstep-Idempotency-Key: run-1\/step$/im);
    expect(headersOf(source)).toMatch(/^Auto-Submitted: auto-generated$/im);
  });

  test("cannot be made to send other headers by its subject", async () => {
    await mail({ subject: "Hi\r\nBcc: everyone@acme.example\r\n\r\nspam" });
    expect(headersOf(server.mails[0]?.source ?? "")).toContain("Subject: Hi Bcc: everyone@acme.example spam");
    expect(server.mails[0]?.to).toHaveLength(2);
  });

  test("gets the same message id for every attempt", async () => {
    await mail();
    await mail();
    const [one, two] = server.mails.map(({ source }) => /^Message-ID: (.*)$/im.exec(source)?.[1]);
    expect(one).toMatch(/^<[0-9a-f]{32}@acme\.example>$/);
    expect(two).toBe(one);
  });

  test("reads no file and no URL, whatever the text looks like", async () => {
    await mail({ text: "/etc/passwd" });
    expect(server.mails[0]?.source).toMatch(/\r\n\r\n\/etc\/passwd$/);
  });

  test("is only reached where egress allows, by the address that its name resolves to", async () => {
    const mailer = createNodeMailer({ resolve: async () => [{ address: "127.0.0.1", family: 4 }] });
    const named = addressOf().replace("127.0.0.1", "mail.acme.example");
    const open = { default: "allow", allow: [] } as const;
    await expect(mail({}, named, { mailer, egress: open })).rejects.toMatchObject({ type: "security" });
    expect(server.commands).toEqual([]);
    await mail({}, named, { mailer, egress: { default: "deny", allow: ["mail.acme.example"] } });
    expect(server.mails).toHaveLength(1);
  });

  test("never sends its password over a line that others can read", async () => {
    const failed = mail({}, addressOf("user:hidden-password@"));
    await expect(failed).rejects.toMatchObject({
      type: "provider",
      message: expect.stringContaining("encryption"),
    });
    expect(server.commands.join("\n")).not.toMatch(/AUTH|hidden/);
  });

  test.each([
    ["RCPT", "550 no such user", "provider"],
    ["MAIL", "451 later", "provider"],
    ["END", "554 spam", "provider"],
    ["CONNECT", "421 closing", "provider"],
  ])("that answers %s with %s fails as %s, without the server's words", async (command, reply, type) => {
    server.replyTo(command, reply);
    const failed = mail();
    await expect(failed).rejects.toMatchObject({ type, message: expect.stringContaining("127.0.0.1") });
    await expect(failed).rejects.not.toThrow(reply.slice(4));
  });

  test("that accepts some recipients only fails, and says how many it refused", async () => {
    server.replyTo("RCPT TO:<ada@acme.example>", "550 no such user");
    await expect(mail()).rejects.toMatchObject({
      type: "provider",
      message: "The mail server 127.0.0.1 refused 1 of 2 recipients.",
    });
  });

  test("that nobody reaches is a failure of connectivity", async () => {
    await server.close();
    await expect(mail()).rejects.toMatchObject({ type: "connectivity" });
  });

  test("that says nothing is left when the step is aborted", async () => {
    server.replyTo("EHLO", null);
    const controller = new AbortController();
    const failed = expect(mail({}, addressOf(), { signal: controller.signal })).rejects.toMatchObject({
      type: "connectivity",
    });
    while (server.commands.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await failed;
  });

  test.each([
    ["https://mail.example/?from=a@b.example&to=c@d.example", "not an smtp or smtps URL"],
    ["smtp://mail.example/?to=c@d.example", "no `from` address"],
    ["smtp://mail.example/?from=a@b.example", "no `to` address"],
    ["smtp://mail.example/?from=a@b.example&to=c%0d%0aBcc:x@d.example", "no `to` address"],
  ])("refuses the secret %s without repeating it", async (value, reason) => {
    const failed = mail({}, value);
    await expect(failed).rejects.toMatchObject({
      type: "validation",
      message: expect.stringContaining(reason),
    });
    await expect(failed).rejects.not.toThrow(value);
  });

  test("takes TLS from the first byte for smtps, with port and login from the URL", async () => {
    const mailer = createFakeMailer();
    const value = `smtps://user%40acme:p%3Aw@mail.example?${addresses}`;
    await mail({}, value, { mailer });
    expect(mailer.mails[0]?.server).toEqual({
      host: "mail.example",
      port: 465,
      tls: "implicit",
      login: { user: "user@acme", password: "p:w" },
    });
  });
});
