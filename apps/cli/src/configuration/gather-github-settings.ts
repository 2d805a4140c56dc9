import { toFailure } from "@lockstep/model";

import {
  defaultWritesPerMinute,
  type GitHubCredentials,
  type GitHubSettings,
  githubApiUrl,
  type SavedGitHubApp,
} from "./github-settings.ts";
import { parseSwitch } from "./parse-switch.ts";
import { readPrivateKey } from "./private-key.ts";
import { parseRepositoryPlace, webHostOf } from "./repository-place.ts";
import { readSavedGitHubApp } from "./saved-github-app.ts";
import { settingTable } from "./settings.ts";
import type { Variables } from "./variables.ts";

/** What else the settings of GitHub depend on. */
export interface GitHubSurroundings {
  /** `null` is the demo repository. */
  readonly repository: string | null;
  readonly dataDirectory: string;
  readonly workingDirectory: string;
}

interface Gathered {
  /** `null` where GitHub is not used, or not rightly configured. */
  readonly settings: GitHubSettings | null;
  readonly errors: readonly string[];
}

/** Reads the variables of GitHub, or the saved App when none of them gives credentials; every mistake is named. */
export function gatherGitHubSettings(variables: Variables, around: GitHubSurroundings): Gathered {
  const errors: string[] = [];
  const text = (name: keyof typeof settingTable) => variables[name] || null;
  const written = readWrittenCredentials(variables, around.workingDirectory);
  errors.push(...written.errors);
  const saved = written.isGiven ? null : readSaved(around.dataDirectory, errors);
  const credentials = written.credentials ?? (saved === null ? null : credentialsOf(saved));
  if (!written.isGiven && credentials === null) {
    if (errors.length === 0) errors.push(...withoutCredentials(variables));
    return { settings: null, errors };
  }

  const apiUrl = parseApiUrl(text("LOCKSTEP_GITHUB_API_URL") ?? saved?.apiUrl ?? githubApiUrl);
  // Not repeated: a password may stand in it.
  if (apiUrl === null)
    errors.push(`LOCKSTEP_GITHUB_API_URL is not valid; ${settingTable.LOCKSTEP_GITHUB_API_URL}`);
  const hasComment = parseSwitch(text("LOCKSTEP_GITHUB_COMMENT") ?? "off");
  if (hasComment === null) errors.push(notValid("LOCKSTEP_GITHUB_COMMENT", variables));
  const writesPerMinute = parseWrites(
    text("LOCKSTEP_GITHUB_WRITES_PER_MINUTE") ?? String(defaultWritesPerMinute),
  );
  if (writesPerMinute === null) errors.push(notValid("LOCKSTEP_GITHUB_WRITES_PER_MINUTE", variables));
  const webhookSecrets = parseSecrets(text("LOCKSTEP_GITHUB_WEBHOOK_SECRET") ?? saved?.webhookSecret ?? "");
  const place = around.repository === null ? null : parseRepositoryPlace(around.repository);
  if (apiUrl !== null && (place === null || place.hostname !== webHostOf(apiUrl))) {
    errors.push(
      `LOCKSTEP_REPO: with credentials for GitHub it must be https://${webHostOf(apiUrl)}/owner/name, a repository of the host that ${apiUrl} serves; for another host set LOCKSTEP_GITHUB_API_URL (https://HOST/api/v3)`,
    );
  }
  if (
    errors.length > 0 ||
    credentials === null ||
    apiUrl === null ||
    place === null ||
    hasComment === null ||
    writesPerMinute === null
  ) {
    return { settings: null, errors };
  }
  const repositoryUrl = place.url;
  return {
    settings: { repositoryUrl, apiUrl, credentials, webhookSecrets, hasComment, writesPerMinute },
    errors,
  };
}

interface Written {
  /** Whether variables give credentials, right or wrong. */
  readonly isGiven: boolean;
  readonly credentials: GitHubCredentials | null;
  readonly errors: readonly string[];
}

function readWrittenCredentials(variables: Variables, workingDirectory: string): Written {
  const appId = variables["LOCKSTEP_GITHUB_APP_ID"] || null;
  const key = variables["LOCKSTEP_GITHUB_PRIVATE_KEY"] || null;
  const token = variables["LOCKSTEP_GITHUB_TOKEN"] || null;
  const errors: string[] = [];
  const isApp = appId !== null || key !== null;
  if (isApp && token !== null) {
    errors.push(
      "LOCKSTEP_GITHUB_TOKEN: there is an App too (LOCKSTEP_GITHUB_APP_ID, LOCKSTEP_GITHUB_PRIVATE_KEY); set one of the two, an App can do more",
    );
  }
  if (isApp && key === null)
    errors.push("LOCKSTEP_GITHUB_APP_ID needs LOCKSTEP_GITHUB_PRIVATE_KEY beside it");
  if (isApp && appId === null)
    errors.push("LOCKSTEP_GITHUB_PRIVATE_KEY needs LOCKSTEP_GITHUB_APP_ID beside it");
  if (appId !== null && !/^[1-9]\d{0,14}$/.test(appId))
    errors.push(notValid("LOCKSTEP_GITHUB_APP_ID", variables));
  const read = key === null ? null : readPrivateKey(key, workingDirectory);
  if (read !== null && "error" in read) errors.push(`LOCKSTEP_GITHUB_PRIVATE_KEY: ${read.error}`);
  const isGiven = isApp || token !== null;
  if (errors.length > 0) return { isGiven, credentials: null, errors };
  if (token !== null) return { isGiven, credentials: { kind: "token", token }, errors };
  if (appId === null || read === null || "error" in read) return { isGiven, credentials: null, errors };
  return { isGiven, credentials: { kind: "app", appId, privateKey: read.pem }, errors };
}

function readSaved(dataDirectory: string, errors: string[]): SavedGitHubApp | null {
  try {
    return readSavedGitHubApp(dataDirectory);
  } catch (thrown) {
    errors.push(toFailure(thrown).message);
    return null;
  }
}

function credentialsOf({ appId, privateKey }: SavedGitHubApp): GitHubCredentials {
  return { kind: "app", appId, privateKey };
}

/** Settings that say nothing without credentials were meant to go with some. */
function withoutCredentials(variables: Variables): readonly string[] {
  const names = [
    "LOCKSTEP_GITHUB_WEBHOOK_SECRET",
    "LOCKSTEP_GITHUB_API_URL",
    "LOCKSTEP_GITHUB_COMMENT",
    "LOCKSTEP_GITHUB_WRITES_PER_MINUTE",
  ];
  return names
    .filter((name) => (variables[name] ?? "") !== "")
    .map(
      (name) =>
        `${name} needs credentials beside it: LOCKSTEP_GITHUB_APP_ID with LOCKSTEP_GITHUB_PRIVATE_KEY, or LOCKSTEP_GITHUB_TOKEN, or those that \`lockstep github setup\` saves`,
    );
}

function notValid(name: keyof typeof settingTable, variables: Variables): string {
  return `${name}: '${variables[name] ?? ""}' is not valid; ${settingTable[name]}`;
}

function parseApiUrl(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username === "" && url.password === ""
    ? `${url.origin}${url.pathname}`.replace(/\/+$/, "")
    : null;
}

function parseWrites(text: string): number | null {
  const number = /^\d{2,6}$/.test(text) ? Number(text) : 0;
  return number >= 10 && number <= 100_000 ? number : null;
}

function parseSecrets(text: string): readonly string[] {
  return text
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
}
