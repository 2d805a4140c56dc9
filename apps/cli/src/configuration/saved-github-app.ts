import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "@lockstep/model";

import type { SavedGitHubApp } from "./github-settings.ts";

const format = "lockstep-github-app/v1";

/** Where `lockstep github setup` saves the App's credentials. */
export function savedGitHubAppPath(dataDirectory: string): string {
  return join(dataDirectory, "github-app.json");
}

/** The saved App; `null` when there is none. Failure: `configuration-invalid` when the file cannot be understood. */
export function readSavedGitHubApp(dataDirectory: string): SavedGitHubApp | null {
  const path = savedGitHubAppPath(dataDirectory);
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isSavedApp(value)) return value;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return null;
  }
  throw new Failure(
    "configuration-invalid",
    `${path} cannot be read as the credentials of a GitHub App; restore it, or remove it and use \`lockstep github setup\` again`,
  );
}

/** Replaces the file at once; only its owner may read it. Returns its path. */
export async function writeSavedGitHubApp(dataDirectory: string, app: SavedGitHubApp): Promise<string> {
  const path = savedGitHubAppPath(dataDirectory);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify({ format, ...app }, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(draft, path);
  return path;
}

function isSavedApp(value: unknown): value is SavedGitHubApp {
  if (typeof value !== "object" || value === null) return false;
  const app = value as Partial<Record<keyof SavedGitHubApp | "format", unknown>>;
  const texts = [app.appId, app.slug, app.privateKey, app.apiUrl, app.url];
  const hasSecret = app.webhookSecret === null || typeof app.webhookSecret === "string";
  return app.format === format && hasSecret && texts.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
