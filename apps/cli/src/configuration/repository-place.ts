/** Where a repository lies on a GitHub host. */
export interface RepositoryPlace {
  /** Of the web address, without a port: `github.com`. */
  readonly hostname: string;
  /** Without credentials and `.git`. */
  readonly url: string;
  readonly owner: string;
  readonly name: string;
}

/** Takes `https://HOST/owner/name(.git)` apart; `null` for anything else. */
export function parseRepositoryPlace(repository: string): RepositoryPlace | null {
  if (!/^https?:\/\//i.test(repository) || !URL.canParse(repository)) return null;
  const { hostname, origin, pathname } = new URL(repository);
  const [, owner = "", name = ""] = /^\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(pathname) ?? [];
  return owner === "" || name === "" ? null : { hostname, url: `${origin}/${owner}/${name}`, owner, name };
}

/** The host of the web pages that belong to an API address: `api.github.com` serves `github.com`. */
export function webHostOf(apiUrl: string): string {
  const { hostname } = new URL(apiUrl);
  return hostname.replace(/^api\.(?=github\.com$|[^.]+\.ghe\.com$)/, "");
}

/** The API address of a GitHub host: github.com, GHE.com with data residency, or GitHub Enterprise Server. */
export function apiUrlOf(webUrl: string): string {
  const { host, origin, protocol } = new URL(webUrl);
  if (host === "github.com" || host.endsWith(".ghe.com")) return `${protocol}//api.${host}`;
  return `${origin}/api/v3`;
}
