import { createSign } from "node:crypto";

import { type FakeGitHub, type FakeGitHubOptions, startFakeGitHub } from "./fake-github.ts";
import type { FakeRepository } from "./github-state.ts";
import type { FakeDelivery } from "./webhook-hub.ts";

interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers whose shape the fake itself checks.
  readonly body: Readonly<Record<string, unknown>>;
}

/** A fake with one repository `acme/pipelines` and a client with an installation token. */
export interface GitHubTestBed {
  readonly github: FakeGitHub;
  readonly repository: FakeRepository;
  readonly sent: FakeDelivery[];
  /** Sends below the repository, or below the base URL when the path starts with `/`. */
  ask(request: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  events(): string[];
  /** Pushes one commit to a new branch off `main`. */
  branch(name: string, files?: Readonly<Record<string, string>>): Promise<string>;
  /** Stops it and gives what broke GitHub's descriptions. */
  close(): Promise<readonly string[]>;
}

export async function createGitHubTestBed(options: FakeGitHubOptions = {}): Promise<GitHubTestBed> {
  const sent: FakeDelivery[] = [];
  const send = async (delivery: FakeDelivery) => {
    sent.push(delivery);
    return 202;
  };
  const github = await startFakeGitHub({ webhook: { send, secret: "s" }, ...options });
  const repository = await github.createRepository("acme/pipelines", { files: { "a.json": "1\n" } });
  const token = github.createInstallationToken();
  return {
    github,
    repository,
    sent,
    ask: async (request, body, headers = {}) => {
      const [method = "GET", path = ""] = request.split(" ");
      const url = `${github.url}${path.startsWith("/") ? "" : "/repos/acme/pipelines/"}${path}`;
      const answer = await fetch(url, {
        method,
        headers: { authorization: `token ${token}`, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const parsed = (text === "" ? {} : JSON.parse(text)) as TestAnswer["body"];
      return { status: answer.status, headers: answer.headers, body: parsed };
    },
    events: () => sent.map(({ event, action }) => (action === null ? event : `${event}.${action}`)),
    branch: async (name, files = { "b.json": "1\n" }) => {
      const parents = [await repository.git.revisionOf("refs/heads/main")];
      return github.push(repository, { branch: name, parents, files });
    },
    close: async () => {
      await github.webhooks.settled();
      await github.close();
      return github.violations;
    },
  };
}

/** What an app proves itself with. */
export function signAppJwt(github: FakeGitHub): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const at = Math.floor(Date.now() / 1000);
  const text = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iat: at - 30, exp: at + 570, iss: github.state.app.id })}`;
  return `${text}.${createSign("sha256").update(text).sign(github.state.app.privateKey, "base64url")}`;
}
