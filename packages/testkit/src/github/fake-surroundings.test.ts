import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { setupServer } from "msw/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runTestGit } from "../git/run-test-git.ts";
import { createGitHubTestBed, type GitHubTestBed, signAppJwt } from "./github-bed.fixture.ts";
import { gitHubErrors } from "./github-faults.ts";

let bed: GitHubTestBed;
let time: number;

beforeEach(async () => {
  time = Date.parse("2026-05-01T10:00:00Z");
  bed = await createGitHubTestBed({ now: () => time });
});

afterEach(async () => {
  expect(await bed.close()).toEqual([]);
});

describe("the app of the fake", () => {
  it("gives tokens of GitHub's length that live for one hour", async () => {
    const { ask, github } = bed;
    const jwt = { authorization: `Bearer ${signAppJwt(github)}` };
    expect((await ask("GET /app", undefined, jwt)).body).toMatchObject({ permissions: { checks: "write" } });
    const installation = await ask("GET installation", undefined, jwt);
    const made = await ask(
      `POST /app/installations/${String(installation.body["id"])}/access_tokens`,
      {},
      jwt,
    );
    const token = String(made.body["token"]);
    expect(token).toHaveLength(520);
    expect(made.body["expires_at"]).toBe("2026-05-01T11:00:00Z");
    const authorization = `token ${token}`;
    expect((await ask("GET /installation/repositories", undefined, { authorization })).status).toBe(200);
    time += 3_600_000;
    expect((await ask("GET /repos/acme/pipelines", undefined, { authorization })).status).toBe(401);
    expect((await ask("GET /app", undefined, { authorization })).status).toBe(401);
  });

  it("turns a code of the manifest flow into an app once", async () => {
    const code = bed.github.createManifestCode();
    const made = await bed.ask(`POST /app-manifests/${code}/conversions`);
    expect(made).toMatchObject({ status: 201, body: { slug: "lockstep-test" } });
    expect((await bed.ask(`POST /app-manifests/${code}/conversions`)).status).toBe(404);
  });

  it("refuses what was not granted, and everything once it is gone", async () => {
    const { ask, github } = bed;
    github.state.installation.permissions = { metadata: "read", deployments: "read" };
    expect((await ask("POST deployments", { ref: "main" })).status).toBe(403);
    expect((await ask("GET deployments")).status).toBe(200);
    const authorization = `token ${github.createUserToken("eve")}`;
    const status = { state: "success" };
    expect((await ask("POST statuses/main", status, { authorization })).status).toBe(403);
    github.setPermission(bed.repository, "eve", "write");
    expect((await ask("POST statuses/main", status, { authorization })).status).toBe(201);
    github.setInstallation("suspended");
    expect((await ask("GET deployments")).status).toBe(403);
    github.setInstallation("deleted");
    expect((await ask("GET deployments")).status).toBe(401);
    const jwt = { authorization: `Bearer ${signAppJwt(github)}` };
    expect((await ask("GET installation", undefined, jwt)).status).toBe(404);
    github.setInstallation("active");
    expect((await ask("GET installation", undefined, jwt)).status).toBe(200);
    await github.webhooks.settled();
    expect(bed.events()).toEqual(["installation.suspend", "installation.deleted", "installation.created"]);
  });
});

describe("faults of the fake", () => {
  it("limits, loses answers whose effect stays, and goes down on its port", async () => {
    const { ask, github, repository } = bed;
    await bed.branch("one");
    await github.openPull(repository, { head: "one", base: "main" });
    github.fail({ on: "pulls.list", times: 1, answer: gitHubErrors.secondaryLimit(7) });
    const limited = await ask("GET pulls");
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([403, "7"]);
    expect((await ask("GET pulls")).status).toBe(200);
    github.fail({ method: "POST", times: 1, answer: gitHubErrors.badGateway(), afterEffect: true });
    expect((await ask("POST issues/1/comments", { body: "kept" })).status).toBe(502);
    github.fail({ method: "POST", times: 1, answer: "cut", afterEffect: true });
    await expect(ask("POST issues/1/comments", { body: "kept too" })).rejects.toThrow();
    expect(repository.comments.map(({ body }) => body)).toEqual(["kept", "kept too"]);
    await github.goDown();
    await expect(ask("GET pulls")).rejects.toThrow();
    await github.comeUp();
    expect((await ask("GET pulls")).status).toBe(200);
  });

  it("answers what did not change with 304, which costs nothing", async () => {
    const { ask } = bed;
    const first = await ask("GET deployments");
    const etag = first.headers.get("etag") ?? "";
    const again = await ask("GET deployments", undefined, { "if-none-match": etag });
    expect(again.status).toBe(304);
    expect(again.headers.get("x-ratelimit-remaining")).toBe(first.headers.get("x-ratelimit-remaining"));
    await ask("POST deployments", { ref: "main", auto_merge: false, required_contexts: [] });
    expect((await ask("GET deployments", undefined, { "if-none-match": etag })).status).toBe(200);
  });
});

describe("rates of the fake", () => {
  it("refuses what is too much in an hour or a minute", async () => {
    const { github, ask } = await createGitHubTestBed({
      now: () => time,
      rates: { perHour: 4, changesPerMinute: 1 },
    });
    const deploy = () => ask("POST deployments", { ref: "main", auto_merge: false, required_contexts: [] });
    expect((await deploy()).status).toBe(201);
    const second = await deploy();
    expect([second.status, second.headers.get("retry-after")]).toEqual([403, "60"]);
    time += 61_000;
    expect((await deploy()).status).toBe(201);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await ask("GET deployments")).status);
    expect(statuses).toEqual([200, 200, 403]);
    await github.close();
  });
});

describe("webhooks of the fake", () => {
  it("signs the bytes, and lets tests order, double and lose deliveries", async () => {
    const { github, repository, ask } = bed;
    const { webhooks } = github;
    webhooks.hold();
    github.ping();
    await github.push(repository, { branch: "main", files: { "a.json": "2\n" } });
    await bed.branch("one");
    expect(webhooks.pending.map(({ event }) => event)).toEqual(["ping", "push", "create", "push"]);
    const [ping, push, create] = webhooks.pending;
    if (ping === undefined || push === undefined || create === undefined)
      throw new Error("too few deliveries");
    await webhooks.deliver(push);
    await webhooks.deliver(push);
    webhooks.drop(ping);
    webhooks.drop(create, "silently");
    await webhooks.release();
    expect(bed.events()).toEqual(["push", "push", "push"]);
    const digest = createHmac("sha256", "s").update(push.body).digest("hex");
    expect(push.headers["x-hub-signature-256"]).toBe(`sha256=${digest}`);
    const jwt = { authorization: `Bearer ${signAppJwt(github)}` };
    const listed = await ask("GET /app/hook/deliveries", undefined, jwt);
    const items = listed.body as unknown as readonly {
      readonly id: number;
      readonly guid: string;
      readonly status_code: number;
    }[];
    expect(items).toHaveLength(4);
    expect((await ask("GET /app/hook/deliveries?status=failure", undefined, jwt)).body).toHaveLength(1);
    const failed = items.find(({ status_code }) => status_code === 0);
    expect((await ask(`POST /app/hook/deliveries/${failed?.id}/attempts`, undefined, jwt)).status).toBe(202);
    await webhooks.settled();
    expect(bed.sent.at(-1)).toBe(ping);
    expect((await ask(`GET /app/hook/deliveries/${failed?.id}`, undefined, jwt)).body).toMatchObject({
      guid: ping.guid,
    });
    expect((await ask("GET /app/hook/config", undefined, jwt)).status).toBe(200);
  });
});

describe("deliveries over HTTP", () => {
  it("logs what the receiver answered, and that nobody was there", async () => {
    const { webhooks } = bed.github;
    const bodies: string[] = [];
    const receiver = createServer((request, response) => {
      request.setEncoding("utf8").on("data", (part: string) => bodies.push(part));
      request.on("end", () => response.writeHead(bodies.length > 1 ? 503 : 202).end());
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const { port } = receiver.address() as AddressInfo;
    webhooks.configure({ url: `http://127.0.0.1:${port}/webhooks`, send: null });
    bed.github.ping();
    bed.github.ping();
    await webhooks.settled();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
    bed.github.ping();
    await webhooks.settled();
    expect(webhooks.log.map(({ item }) => item.status_code)).toEqual([202, 503, 0]);
    expect(bodies).toEqual(webhooks.log.slice(0, 2).map(({ delivery }) => delivery.body));
  });
});

describe("events of git", () => {
  it("tells tags, rewritten and deleted branches from each other", async () => {
    const { github, repository, sent } = bed;
    const start = await repository.git.revisionOf("refs/heads/main");
    await repository.git.git("tag", "-a", "-m", "One", "main", start);
    await github.sync(repository);
    const rewritten = await github.push(repository, { branch: "main", parents: [], files: { new: "1\n" } });
    await bed.branch("gone");
    await repository.git.deleteBranch("gone");
    await github.sync(repository);
    await github.webhooks.settled();
    const pushes = sent.filter(({ event }) => event === "push").map(({ payload }) => payload);
    const zeros = "0".repeat(40);
    expect(pushes).toMatchObject([
      { ref: "refs/tags/main", before: zeros, created: true },
      { ref: "refs/heads/main", before: start, after: rewritten, forced: true },
      { ref: "refs/heads/gone", created: true, forced: false },
      { ref: "refs/heads/gone", after: zeros, deleted: true, commits: [], head_commit: null },
    ]);
    expect((await bed.ask("GET commits/main")).body).toMatchObject({ sha: rewritten });
  });
});

describe("doors of the fake", () => {
  it("serves git and notices what is pushed through it", async () => {
    const { github, repository } = bed;
    github.requiresGitToken = true;
    const bare = `${github.origin}/acme/pipelines.git`;
    await expect(runTestGit("/", ["ls-remote", bare])).rejects.toThrow();
    const url = bare.replace("http://", `http://x-access-token:${github.createInstallationToken()}@`);
    expect(await runTestGit("/", ["ls-remote", url])).toContain("refs/heads/main");
    const head = await repository.git.revisionOf("refs/heads/main");
    await runTestGit(repository.git.directory, ["push", "--quiet", url, `${head}:refs/heads/pushed`]);
    await github.sync(repository);
    await github.webhooks.settled();
    expect(bed.events()).toEqual(["create", "push"]);
  });

  it("is the same behind msw", async () => {
    const server = setupServer(...bed.github.handlers("https://api.github.com"));
    server.listen({ onUnhandledRequest: "error" });
    try {
      const authorization = `token ${bed.github.createInstallationToken()}`;
      const answer = await fetch("https://api.github.com/repos/acme/pipelines", {
        headers: { authorization },
      });
      expect(await answer.json()).toMatchObject({ id: bed.repository.id });
    } finally {
      server.close();
    }
  });
});
