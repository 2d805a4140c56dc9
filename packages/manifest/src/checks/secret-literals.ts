import type { Json } from "@lockstep/model";

import { type Finding, findingAt, type Path } from "../text/finding.ts";

/** Shapes of credentials that their issuers publish. Each runs in linear time. */
const credentials: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["an AWS access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a GitHub token", /\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{22,})/],
  ["a GitLab token", /\bglpat-[0-9A-Za-z_-]{20}/],
  ["a Slack token", /\bxox[abposr]-[0-9A-Za-z-]{10,}/],
  ["a Slack webhook", /hooks\.slack\.com\/services\/T[0-9A-Z]+\/B[0-9A-Z]+\/[0-9A-Za-z]+/],
  ["a Stripe key", /\b[rs]k_live_[0-9A-Za-z]{16,}/],
  ["a Google API key", /\bAIza[0-9A-Za-z_-]{35}/],
  ["an API key", /\bsk-(?:[a-z]+-)*[0-9A-Za-z_]{20,}/],
  ["a Lockstep token", /\blsk_[0-9A-Za-z_-]{20,}/],
  ["a JSON Web Token", /\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}/],
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ["a password in an address", /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@{}]{1,200}:[^\s/@{}]{1,200}@/],
];

/** What each of them holds: one quick look spares most strings the others. */
const hint =
  /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abposr]-|hooks\.slack|_live_|AIza|sk-|lsk_|eyJ|PRIVATE|:\/\//;

/** Names of fields that hold credentials, compared in lower case without `-` and `_`. */
const tellingNames: ReadonlySet<string> = new Set(
  "authorization proxyauthorization password passwd apikey xapikey secretkey accesstoken authtoken clientsecret privatekey xauthtoken".split(
    " ",
  ),
);

/** SECRET_LITERAL: values that look like credentials. The message never repeats the value. */
export function secretLiteralFindings(value: Json, path: Path = []): Finding[] {
  const findings: Finding[] = [];
  visit(value, [...path], findings);
  return findings;
}

function visit(value: Json, path: (string | number)[], findings: Finding[]): void {
  if (typeof value === "string") {
    const kind = kindOf(value, path.at(-1));
    if (kind !== null) findings.push(literal(kind, [...path]));
    return;
  }
  if (value === null || typeof value !== "object") return;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries<Json>(value)) {
    path.push(isList ? Number(key) : key);
    visit(member, path, findings);
    path.pop();
  }
}

function kindOf(value: string, key: string | number | undefined): string | null {
  if (value.length < 8) return null;
  const known = hint.test(value) ? credentials.find(([, pattern]) => pattern.test(value)) : undefined;
  if (known !== undefined) return known[0];
  if (typeof key !== "string" || !tellingNames.has(key.toLowerCase().replaceAll(/[-_]/g, ""))) return null;
  return value.includes("{{") || /\s\S*\s/.test(value) ? null : "a credential";
}

function literal(kind: string, path: Path): Finding {
  return findingAt(
    "SECRET_LITERAL",
    path,
    `This looks like ${kind} written into the file.`,
    "Revoke it, declare a secret in the environment and write {{ secrets.NAME }}.",
  );
}
