import { Failure } from "@lockstep/model";

/** Where a repository is asked for. */
export interface RepositoryAddress {
  readonly owner: string;
  readonly name: string;
  /** REST root without a slash at its end. */
  readonly apiUrl: string;
}

/**
 * `https://github.com/acme/flows.git`, `ssh://git@host/acme/flows` or `git@host:acme/flows` → whom to ask, and for what.
 * `configuration-invalid` when it names no repository.
 */
export function readRepositoryAddress(url: string, apiUrl: string | null): RepositoryAddress {
  const scp = /^[\w.-]+@([\w.-]+):(?!\/\/)(.+)$/.exec(url);
  const { host, path } = scp === null ? splitUrl(url) : { host: scp[1] ?? "", path: scp[2] ?? "" };
  const [owner, name, ...rest] = path
    .replace(/^\/+|\/+$/g, "")
    .replace(/\.git$/, "")
    .split("/");
  if (owner === undefined || name === undefined || owner === "" || name === "" || rest.length > 0)
    throw new Failure(
      "configuration-invalid",
      `${url} is not the address of a GitHub repository: write https://github.com/OWNER/NAME.`,
    );
  return { owner, name, apiUrl: (apiUrl ?? apiOf(host)).replace(/\/+$/, "") };
}

function splitUrl(url: string): { host: string; path: string } {
  if (!URL.canParse(url)) return { host: "", path: "" };
  const { host, pathname } = new URL(url);
  return { host, path: pathname };
}

function apiOf(host: string): string {
  return host === "github.com" || host === "ssh.github.com"
    ? "https://api.github.com"
    : `https://${host}/api/v3`;
}
