import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { checkReport, type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;
let head: string;

beforeEach(async () => {
  on = await startForge();
  head = await on.repository.git.revisionOf("main");
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

const listing = async () => await on.forge.listOpenPullRequests(signal);
const limited = (headers: Record<string, string>, message = "API rate limit exceeded") => ({
  status: 403,
  headers,
  body: { message, documentation_url: "https://docs.github.com/rest" },
});

describe("GitHub asks for a rest", () => {
  const reset = Math.floor(Date.parse("2026-02-03T10:20:00Z") / 1000);
  test.each([
    [
      "so many seconds",
      limited({ "retry-after": "30" }, "You have exceeded a secondary rate limit."),
      30_000,
    ],
    ["no time", limited({}, "You have exceeded a secondary rate limit."), 60_000],
    ["an instant", limited({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) }), 1_200_000],
    ["429", { ...limited({ "retry-after": "5" }), status: 429 }, 5000],
  ])("naming %s", async (_name, answer, retryAfterMs) => {
    await listing();
    on.github.fail({ on: /\/pulls$/, times: 1, answer });
    await expect(listing()).rejects.toMatchObject({ kind: "forge-unreachable", retryAfterMs });
    on.takeRequests();
    // Until then it is left alone, whatever is asked.
    await expect(on.forge.publishCheck(checkReport(head), signal)).rejects.toMatchObject({
      kind: "forge-unreachable",
      retryAfterMs,
    });
    expect(on.takeRequests()).toEqual([]);
    expect(on.forge.status().pausedUntil).toBe(new Date(on.clock.now() + retryAfterMs).toISOString());
    on.clock.time += retryAfterMs;
    await expect(listing()).resolves.toEqual([]);
    expect(on.forge.status()).toMatchObject({ fault: null, pausedUntil: null });
  });
});

describe("GitHub fails", () => {
  test("once: reading is repeated", async () => {
    await listing();
    on.github.fail({
      on: /\/pulls$/,
      times: 1,
      answer: { status: 502, headers: {}, body: { message: "x" } },
    });
    await expect(listing()).resolves.toEqual([]);
  });

  test("for long: it says so, and is well afterwards", async () => {
    await listing();
    await on.github.goDown();
    await expect(listing()).rejects.toMatchObject({ kind: "forge-unreachable" });
    expect(on.forge.status().fault).toContain("did not answer");
    await on.github.comeUp();
    await expect(listing()).resolves.toEqual([]);
    expect(on.forge.status().fault).toBeNull();
  });

  test("by not answering in time", async () => {
    const forge = on.another({ answerWithinMs: 50 });
    on.github.fail({ delayMs: 500 });
    await expect(forge.readRepository(signal)).rejects.toMatchObject({
      kind: "forge-unreachable",
      message: expect.stringContaining("took too long"),
    });
    on.github.clearFaults();
  });

  test.each<[string, string, ResponseInit, string]>([
    [
      "in the middle of an answer",
      '{"id":',
      { headers: { "content-type": "application/json" } },
      "forge-unreachable",
    ],
    [
      "behind a proxy's page",
      "<p>Sign in",
      { headers: { "content-type": "text/html" } },
      "forge-unreachable",
    ],
    ["without a word", "", {}, "forge-unreachable"],
    ["by moving away", "{}", { status: 301, headers: { location: "https://example.com/" } }, "forge-refused"],
  ])("%s", async (_name, body, answer, kind) => {
    const asked: unknown[] = [];
    const forge = on.another({
      fetch: async (input) => {
        asked.push(input);
        return new Response(body, answer);
      },
      signIn: { kind: "token", token: "t" },
    });
    await expect(forge.readRepository(signal)).rejects.toMatchObject({ kind });
    // Credentials go to no other host.
    expect(new Set(asked)).toEqual(new Set([`${on.github.url}/repos/acme/flows`]));
  });
});

test("whoever gives up is told so at once", async () => {
  await listing();
  const giveUp = new AbortController();
  on.github.fail({ on: /\/pulls$/, delayMs: 300 });
  const asked = on.forge.listOpenPullRequests(giveUp.signal);
  giveUp.abort();
  await expect(asked).rejects.toMatchObject({ kind: "cancelled" });
  on.github.clearFaults();
});

describe("credentials", () => {
  test("that ended early are renewed without a word", async () => {
    await listing();
    on.github.expireTokens();
    await expect(on.forge.publishCheck(checkReport(head), signal)).resolves.toBeUndefined();
    expect(on.repository.checkRuns).toHaveLength(1);
  });

  test("for git are renewed five minutes before they end", async () => {
    const token = await on.forge.readGitToken(signal);
    on.clock.time += 54 * 60_000;
    expect(await on.forge.readGitToken(signal)).toBe(token);
    on.clock.time += 2 * 60_000;
    expect(await on.forge.readGitToken(signal)).not.toBe(token);
  });

  test("that are asked for at once are made once", async () => {
    await Promise.all([listing(), on.forge.readGitToken(signal), on.forge.readPullRequest(1, signal)]);
    const made = on.takeRequests().filter((request) => request.includes("access_tokens"));
    expect(made).toHaveLength(1);
  });

  test("that somebody else no longer waits for still come", async () => {
    const giveUp = new AbortController();
    on.github.fail({ on: "access_tokens", delayMs: 200, times: 1 });
    const asked = [on.forge.readGitToken(giveUp.signal), on.forge.readGitToken(signal)];
    giveUp.abort();
    const [first, second] = await Promise.allSettled(asked);
    expect(first).toMatchObject({ status: "rejected", reason: { kind: "cancelled" } });
    expect(second).toMatchObject({ status: "fulfilled" });
  });

  test.each([
    ["suspended", "suspended"],
    ["deleted", "not installed"],
  ] as const)("of an installation that is %s say what to do, and are never shown", async (state, words) => {
    const token = (await on.forge.readGitToken(signal)) ?? "";
    await listing();
    on.github.setInstallation(state);
    on.clock.time += 3_600_000;
    const refused: unknown = await listing().catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ kind: "forge-refused", message: expect.stringContaining(words) });
    expect(on.forge.status().fault).not.toBeNull();
    expect(JSON.stringify([refused, String(refused), on.forge.status()])).not.toContain(token);
    on.github.setInstallation("active");
    await expect(listing()).resolves.toEqual([]);
  });

  test("that are wrong", async () => {
    const forge = on.another({ signIn: { kind: "token", token: "ghp_secret1234567890" } });
    const refused: unknown = await forge.readRepository(signal).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ kind: "forge-refused", code: "credentials" });
    expect(JSON.stringify([refused, String(refused)])).not.toContain("ghp_secret");
  });

  test("that are no key", async () => {
    const forge = on.another({ signIn: { kind: "app", appId: "1", privateKey: "no key" } });
    await expect(forge.readRepository(signal)).rejects.toMatchObject({ kind: "configuration-invalid" });
  });

  test("without a permission name the one that is missing", async () => {
    Object.assign(on.github.state.installation, { permissions: { metadata: "read", contents: "read" } });
    await expect(on.forge.publishCheck(checkReport(head), signal)).rejects.toMatchObject({
      kind: "forge-refused",
      message: expect.stringMatching(/checks=/),
    });
  });
});

describe("a repository that is renamed", () => {
  test("is read and written under its new name", async () => {
    await on.forge.publishCheck(checkReport(head), signal);
    on.github.rename(on.repository, "streams");
    await on.forge.publishCheck(checkReport(head, { externalId: "sha256:2" }), signal);
    expect(on.repository.checkRuns).toHaveLength(2);
    expect(await on.forge.readRepository(signal)).toMatchObject({
      id: String(on.repository.id),
      fullName: "acme/streams",
    });
    on.takeRequests();
    await listing();
    expect(on.takeRequests()).toEqual(["GET /repos/acme/streams/pulls"]);
  });

  test("is found from its old address by a new process", async () => {
    on.github.rename(on.repository, "streams");
    await on.another().publishCheck(checkReport(head), signal);
    expect(on.repository.checkRuns).toHaveLength(1);
  });

  test("keeps a write that meets the redirect a write", async () => {
    await listing();
    on.github.rename(on.repository, "streams");
    await on.forge.publishDeployment(
      {
        environment: "staging",
        revision: head,
        isProduction: false,
        states: ["queued"],
        description: "",
        logUrl: "https://lockstep.example.com/1",
      },
      signal,
    );
    expect(on.repository.deployments).toHaveLength(1);
  });

  test("is not mistaken for one that took its name", async () => {
    await listing();
    on.github.rename(on.repository, "streams");
    const stranger = await on.github.createRepository("acme/flows");
    const parents = [await stranger.git.revisionOf("main")];
    await on.github.push(stranger, { branch: "fix", parents, files: { a: "1\n" } });
    await on.github.openPull(stranger, { head: "fix", base: "main" });
    const refusal = { kind: "forge-refused", message: expect.stringContaining("another repository") };
    await expect(listing()).rejects.toMatchObject(refusal);
    await expect(on.forge.readRepository(signal)).rejects.toMatchObject(refusal);
  });
});
