import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

import { wrongUse } from "../program/wrong-use.ts";

/** Secrets by name. */
export type GivenSecrets = Readonly<Record<string, string>>;

/** What a secret file holds, and what to say about the file. */
export interface SecretFile {
  readonly secrets: GivenSecrets;
  readonly remarks: readonly string[];
}

/**
 * Reads secrets from a file: `NAME=VALUE` lines with `#` comments, or a JSON object of texts. Wrong use: it cannot be
 * read, or is neither. Messages name lines and names, never values.
 */
export function readSecretFile(cwd: string, name: string): SecretFile {
  const path = resolve(cwd, name);
  const text = readText(path, name);
  const secrets = text.trimStart().startsWith("{") ? parseJson(text, name) : parseLines(text, name);
  return { secrets, remarks: remarksOn(path, name) };
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw wrongUse(
      `The secret file '${name}' cannot be read (${(cause as NodeJS.ErrnoException).code}).`,
      cause,
    );
  }
}

function parseJson(text: string, name: string): GivenSecrets {
  const value = jsonOf(text, name);
  for (const [secret, content] of Object.entries(value)) {
    if (typeof content !== "string") throw wrongUse(`In '${name}' the value of ${secret} is not a text.`);
  }
  return value as GivenSecrets;
}

/** The parser's own message quotes the text, so it goes nowhere, not even as a cause. */
function jsonOf(text: string, name: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw wrongUse(`The secret file '${name}' begins like JSON, but is not.`);
  }
}

function parseLines(text: string, name: string): GivenSecrets {
  const entries = text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === "" || line.trimStart().startsWith("#")) return [];
    const parts = /^\s*(?:export\s+)?([A-Za-z][A-Za-z0-9_-]*)=(.*)$/.exec(line);
    if (parts === null) throw wrongUse(`Line ${index + 1} of '${name}' is not NAME=VALUE.`);
    return [[parts[1] ?? "", unquoted(parts[2] ?? "")] as const];
  });
  return Object.fromEntries(entries);
}

function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted?.[2] ?? value;
}

/** Windows has no such bits, and reports every file as readable by all. */
function remarksOn(path: string, name: string): readonly string[] {
  const isOpen = process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
  return isOpen ? [`'${name}' can be read by others on this machine; chmod 600 ends that.`] : [];
}
