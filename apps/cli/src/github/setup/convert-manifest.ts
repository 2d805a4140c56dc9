import { Failure } from "@lockstep/model";

import type { SavedGitHubApp } from "../../configuration/github-settings.ts";

interface Conversion {
  readonly apiUrl: string;
  /** What GitHub sent back; holds for an hour and once. */
  readonly code: string;
}

const deadlineMs = 30_000;

/** Turns the code of the manifest flow into credentials. Failures: `forge-refused`, `forge-unreachable`. */
export async function convertManifest(
  { apiUrl, code }: Conversion,
  send: typeof fetch,
): Promise<SavedGitHubApp> {
  const response = await ask(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, send);
  if (response.status >= 500) throw unreachable(`it answered ${response.status}`);
  if (response.status !== 201) {
    throw new Failure(
      "forge-refused",
      `GitHub did not take the code (${response.status}): it holds for one hour and once. Begin again with \`lockstep github setup\`.`,
    );
  }
  const app = toSavedApp(await response.json().catch(() => null), apiUrl);
  if (app !== null) return app;
  throw new Failure(
    "forge-refused",
    "GitHub's answer holds no credentials of an App. Make it by hand: --print.",
  );
}

async function ask(url: string, send: typeof fetch): Promise<Response> {
  try {
    return await send(url, {
      method: "POST",
      headers: {
        Accept: "application/vnd.github+json",
        "User-Agent": "lockstep",
        "X-GitHub-Api-Version": "2022-11-28",
      },
      redirect: "manual",
      signal: AbortSignal.timeout(deadlineMs),
    });
  } catch (cause) {
    throw unreachable("it does not answer", cause);
  }
}

function unreachable(why: string, cause?: unknown): Failure {
  const message = `GitHub cannot turn the code into credentials: ${why}. Reload the page to try again.`;
  return new Failure("forge-unreachable", message, { cause });
}

function toSavedApp(answer: unknown, apiUrl: string): SavedGitHubApp | null {
  if (typeof answer !== "object" || answer === null) return null;
  const { id, slug, pem, html_url: url, webhook_secret: secret } = answer as Record<string, unknown>;
  const isApp =
    typeof id === "number" && typeof slug === "string" && typeof pem === "string" && typeof url === "string";
  if (!isApp) return null;
  const webhookSecret = typeof secret === "string" && secret !== "" ? secret : null;
  return { appId: String(id), slug, privateKey: pem, webhookSecret, apiUrl, url };
}
