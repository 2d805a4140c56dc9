import { resolve } from "node:path";

import { Failure, parseDuration } from "@lockstep/model";
import { didYouMean } from "@lockstep/schema";

import { parseSwitch } from "./parse-switch.ts";
import { type Configuration, secretVariablePrefix, settingTable } from "./settings.ts";
import type { Variables } from "./variables.ts";

const logLevels = ["debug", "info", "warn", "error"] as const;

/**
 * Reads the configuration that clients need too, and no file; every unknown name and bad value is named in one
 * `configuration-invalid` failure.
 */
export function readConfiguration(variables: Variables, workingDirectory: string): Configuration {
  const { configuration, errors } = gatherConfiguration(variables, workingDirectory);
  if (configuration === null) throw invalid(errors);
  return configuration;
}

/** One failure that names everything that is wrong. */
export function invalid(errors: readonly string[]): Failure {
  return new Failure("configuration-invalid", `the configuration has errors:\n  ${errors.join("\n  ")}`);
}

/** The configuration, or every reason why there is none. */
export function gatherConfiguration(
  variables: Variables,
  workingDirectory: string,
): { readonly configuration: Configuration | null; readonly errors: readonly string[] } {
  const errors = unknownNames(variables);
  const text = (name: keyof typeof settingTable) => variables[name] || null;
  const read = <Value>(
    name: keyof typeof settingTable,
    fallback: string,
    parse: (text: string) => Value | null,
  ) => {
    const value = parse(text(name) ?? fallback);
    if (value === null)
      errors.push(`${name}: '${text(name) ?? fallback}' is not valid; ${settingTable[name]}`);
    return value;
  };

  const host = text("LOCKSTEP_HOST") ?? "127.0.0.1";
  const port = read("LOCKSTEP_PORT", "4400", parsePort);
  const pollMs = read("LOCKSTEP_POLL", "15s", parsePoll);
  const publicUrl = read("LOCKSTEP_PUBLIC_URL", `http://${host}:${port ?? 4400}`, parseUrl);
  const logLevel = read(
    "LOCKSTEP_LOG",
    "info",
    (level) => logLevels.find((known) => known === level) ?? null,
  );
  const hasDashboard = read("LOCKSTEP_UI", "on", parseSwitch);
  const databaseUrl = text("DATABASE_URL");
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    errors.push(`DATABASE_URL: only postgres:// addresses are understood; leave it out for SQLite`);
  }
  if (
    port === null ||
    pollMs === null ||
    publicUrl === null ||
    hasDashboard === null ||
    logLevel === null ||
    errors.length > 0
  ) {
    return { configuration: null, errors };
  }
  const configuration = {
    repository: locateRepository(variables, workingDirectory),
    controlBranch: text("LOCKSTEP_CONTROL_BRANCH") ?? "main",
    dataDirectory: locateDataDirectory(variables, workingDirectory),
    databaseUrl,
    host,
    port,
    pollMs,
    publicUrl,
    defaultEnvironment: text("LOCKSTEP_DEFAULT_ENV"),
    gitToken: text("LOCKSTEP_GIT_TOKEN"),
    secretDirectory: text("LOCKSTEP_SECRET_DIR"),
    hasDashboard,
    logLevel,
    secretVariables: secretVariables(variables),
    isProduction: variables["NODE_ENV"] === "production",
  };
  return { configuration, errors };
}

/** A path is the same repository from every directory; whatever names a host stays as it is. */
export function locateRepository(variables: Variables, workingDirectory: string): string | null {
  const repository = variables["LOCKSTEP_REPO"] || null;
  if (repository === null || /^([a-z][a-z0-9+.-]*:\/\/|[^/]+@[^/]+:)/i.test(repository)) return repository;
  return resolve(workingDirectory, repository);
}

/** Absolute path of the data directory. */
export function locateDataDirectory(variables: Variables, workingDirectory: string): string {
  return resolve(workingDirectory, variables["LOCKSTEP_DATA"] || ".lockstep");
}

function unknownNames(variables: Variables): string[] {
  const names = Object.keys(variables).filter(
    (name) =>
      name.startsWith("LOCKSTEP_") && !name.startsWith(secretVariablePrefix) && !(name in settingTable),
  );
  return names.map((name) => {
    const meant = didYouMean(name, Object.keys(settingTable));
    return `${name} is not a setting${meant === null ? "" : `; did you mean ${meant}?`}`;
  });
}

function parsePort(text: string): number | null {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port <= 65_535 ? port : null;
}

function parsePoll(text: string): number | null {
  const milliseconds = parseDuration(text);
  return milliseconds !== null && milliseconds >= 100 ? milliseconds : null;
}

function parseUrl(text: string): string | null {
  return /^https?:\/\//.test(text) && URL.canParse(text) ? text.replace(/\/+$/, "") : null;
}

function secretVariables(variables: Variables): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith(secretVariablePrefix) && value !== undefined) found.set(name, value);
  }
  return found;
}
