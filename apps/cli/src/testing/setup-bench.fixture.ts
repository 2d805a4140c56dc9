import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

import { type Captured, runCaptured } from "./run-captured.ts";

/** A private key as GitHub makes them for Apps. */
export const pem = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();

/** As much of a GitHub host as the manifest flow needs: it takes a code once. */
export async function startGitHub(status = 201) {
  const codes: string[] = [];
  const server: Server = createServer((request, response) => {
    const [, code] = /^\/api\/v3\/app-manifests\/([^/]+)\/conversions$/.exec(request.url ?? "") ?? [];
    const isTaken = request.method === "POST" && code !== undefined && !codes.includes(code);
    if (code !== undefined) codes.push(code);
    response.writeHead(isTaken ? status : 404, { "Content-Type": "application/json" });
    const app = { id: 4711, slug: "lockstep-acme", html_url: `${url}/apps/lockstep-acme`, pem };
    response.end(JSON.stringify(isTaken ? { ...app, webhook_secret: "s3cret" } : { message: "Not Found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url, codes };
}

interface Started {
  /** Address of the local page. */
  readonly page: string;
  readonly ended: Promise<Captured>;
  interrupt(): void;
}

/** Starts the command and waits until it prints where its page is. */
export async function startSetup(cwd: string, argv: readonly string[], env = {}): Promise<Started> {
  const interruption = new AbortController();
  let tell: (page: string) => void = () => undefined;
  const page = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const ended = runCaptured(["github", "setup", ...argv], {
    cwd,
    env,
    interrupted: interruption.signal,
    onPrint(text) {
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(text) ?? [];
      if (found !== undefined) tell(found);
    },
  });
  onTestFinished(() => interruption.abort());
  return { page: await page, ended, interrupt: () => interruption.abort() };
}

/** What the form of the start page posts to GitHub. */
export async function readForm(page: string) {
  const html = await (await fetch(page)).text();
  const attribute = (pattern: RegExp) =>
    (pattern.exec(html)?.[1] ?? "").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const action = new URL(attribute(/<form action="([^"]*)"/));
  const manifest = JSON.parse(attribute(/name="manifest" value="([^"]*)"/)) as Record<string, unknown>;
  return { html, action, manifest, state: action.searchParams.get("state") ?? "" };
}

/** Goes where GitHub sends the person back to. */
export const comeBack = (manifest: Record<string, unknown>, query: Record<string, string>) =>
  fetch(`${String(manifest["redirect_url"])}?${new URLSearchParams(query).toString()}`, {
    redirect: "manual",
  });
