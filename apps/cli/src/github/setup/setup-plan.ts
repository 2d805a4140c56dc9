import { apiUrlOf, parseRepositoryPlace } from "../../configuration/repository-place.ts";
import type { Configuration } from "../../configuration/settings.ts";
import { isLoopback } from "../../org/is-loopback.ts";
import { wrongUse } from "../../program/wrong-use.ts";
import { type NewApp, newAppPage } from "./app-manifest.ts";

/** Options of `lockstep github setup`. */
export interface SetupOptions {
  readonly org?: string;
  readonly host?: string;
  readonly name?: string;
  readonly bump: boolean;
  readonly comment: boolean;
  readonly port: number;
  readonly replace?: true;
  readonly print?: true;
}

/** Where the App is made, and what it is, but for the address that GitHub sends people back to. */
export interface SetupPlan {
  /** Page on GitHub that the manifest is posted to. */
  readonly page: string;
  readonly apiUrl: string;
  readonly app: Omit<NewApp, "redirectUrl">;
}

/** GitHub's bound on names of Apps. */
const longestName = 34;

/** What the options and the configuration say together. Wrong use: an option that cannot be. */
export function planSetup(options: SetupOptions, { repository, publicUrl }: Configuration): SetupPlan {
  const place = repository === null ? null : parseRepositoryPlace(repository);
  const origin = place === null || repository === null ? "https://github.com" : new URL(repository).origin;
  const githubUrl = options.host === undefined ? origin : parseHost(options.host);
  const name = options.name ?? `Lockstep ${place?.owner ?? ""}`.trim().slice(0, longestName);
  if (name.length > longestName) throw wrongUse(`--name must have at most ${longestName} characters.`);
  const owner = options.org ?? null;
  if (owner !== null && !/^[a-z\d][a-z\d-]{0,38}$/i.test(owner)) {
    throw wrongUse("--org must be the login of an organisation, such as acme.");
  }
  return {
    page: newAppPage(githubUrl, owner),
    apiUrl: apiUrlOf(githubUrl),
    app: { name, publicUrl, hasBump: options.bump, hasComment: options.comment },
  };
}

function parseHost(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.username === "" && url.password === "" && url.pathname === "/";
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url === null || !isPlain || !isSafe) {
    throw wrongUse("--host must be the address of the GitHub host, such as https://github.acme.example.");
  }
  return url.origin;
}
