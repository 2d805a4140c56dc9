import { createHmac, generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { EnvironmentStatus } from "@lockstep/model";
import { describe, expect, it, onTestFinished } from "vitest";

import type { GitHubSettings } from "../configuration/github-settings.ts";
import { connectForge } from "./connect-forge.ts";

const { signal } = new AbortController();

const silent = { warn: () => undefined };

const environments = (...rows: readonly Partial<EnvironmentStatus>[]) => ({
  list: async () => rows as readonly EnvironmentStatus[],
});

/** A GitHub of one repository that answers every read with what the path is written for. */
async function startGitHub(answers: Readonly<Record<string, unknown>>) {
  const seen: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? "").replace(/\?.*$/, "");
    seen.push(`${request.method ?? ""} ${path}`);
    const body = answers[path];
    response.writeHead(body === undefined ? 404 : request.method === "POST" ? 201 : 200, {
      "Content-Type": "application/json",
    });
    response.end(JSON.stringify(body ?? { message: "Not Found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function settingsFor(url: string, changes: Partial<GitHubSettings> = {}): GitHubSettings {
  return {
    repositoryUrl: `${url}/acme/pipelines`,
    apiUrl: `${url}/api/v3`,
    credentials: { kind: "token", token: "ghp_x" },
    webhookSecrets: [],
    hasComment: false,
    writesPerMinute: 70,
    ...changes,
  };
}

const repository = {
  id: 99,
  full_name: "acme/pipelines",
  html_url: "https://github.com/acme/pipelines",
  default_branch: "main",
  permissions: { push: true },
};

describe("the forge of an installation", () => {
  it("is none without settings: it gives no token and opens no door", async () => {
    const { forge, forgeDoor } = connectForge(null, { environments: environments(), log: silent });
    expect(forge.name).toBe("none");
    expect(forgeDoor).toBeNull();
    expect(await forge.readGitToken(signal)).toBeNull();
  });

  it("opens a door only where a secret is agreed on, for each of the secrets", async () => {
    const settings = settingsFor("http://127.0.0.1:1");
    const parts = { environments: environments(), log: silent };
    expect(connectForge(settings, parts).forgeDoor).toBeNull();
    const { forgeDoor } = connectForge({ ...settings, webhookSecrets: ["new", "old"] }, parts);
    const body = Buffer.from(JSON.stringify({ zen: "Keep it logically awesome." }));
    const admit = (secret: string) =>
      forgeDoor?.admit({
        headers: {
          "content-type": "application/json",
          "x-github-hook-id": "1",
          "x-github-delivery": "0b989ba4-242f-11e5-81e1-c7b6966d2516",
          "x-github-event": "ping",
          "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
        },
        body,
      });
    expect(await admit("new")).toMatchObject({ event: "ping" });
    expect(await admit("old")).toMatchObject({ event: "ping" });
    await expect(admit("other")).rejects.toMatchObject({ kind: "unauthenticated" });
  });

  it("gives git the App's installation token", async () => {
    const github = await startGitHub({
      "/api/v3/repos/acme/pipelines/installation": { id: 5 },
      "/api/v3/app/installations/5/access_tokens": {
        token: "ghs_installation",
        expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      },
    });
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    const credentials = { kind: "app" as const, appId: "42", privateKey: pem };
    const { forge } = connectForge(settingsFor(github.url, { credentials }), {
      environments: environments(),
      log: silent,
    });
    expect(await forge.readGitToken(signal)).toBe("ghs_installation");
  });

  it("looks for the checks of every branch that a live environment follows", async () => {
    const protectedBy = (...contexts: readonly string[]) => ({
      protection: { required_status_checks: { contexts } },
    });
    const github = await startGitHub({
      "/api/v3/repos/acme/pipelines": repository,
      "/api/v3/repos/acme/pipelines/rules/branches/main": [],
      "/api/v3/repos/acme/pipelines/rules/branches/develop": [],
      "/api/v3/repos/acme/pipelines/branches/main": protectedBy("lockstep / validate"),
      "/api/v3/repos/acme/pipelines/branches/develop": protectedBy(),
    });
    const { forge } = connectForge(settingsFor(github.url), {
      environments: environments(
        { slug: "production", branch: "main", removed: false },
        { slug: "staging", branch: "develop", removed: false },
        { slug: "gone", branch: "old", removed: true },
        { slug: "new", branch: null, removed: false },
      ),
      log: silent,
    });
    const findings = await forge.inspect(signal);
    const required = findings.filter(({ subject }) => subject.startsWith("required-check:"));
    expect(required.map(({ subject, state }) => `${subject} ${state}`)).toEqual([
      "required-check:lockstep / validate ok",
      "required-check:lockstep / validate missing",
      "required-check:lockstep / plan (production) missing",
      "required-check:lockstep / plan (staging) missing",
    ]);
  });
});
