import type { GitHubWorld, Json } from "../github-state.ts";

/** When it was, as GitHub writes it: in whole seconds. */
export function renderTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export function renderTimeOrNull(at: number | null): string | null {
  return at === null ? null : renderTime(at);
}

/** Base URL of the REST interface, as on an own server of GitHub. */
export function apiUrl(world: GitHubWorld): string {
  return `${world.origin}/api/v3`;
}

export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString("base64");
}

/** Gives an account its number when it is seen first. */
export function accountId(world: GitHubWorld, login: string): number {
  const known = world.state.users.get(login);
  if (known !== undefined) return known;
  const id = world.nextId();
  world.state.users.set(login, id);
  return id;
}

const userLinks = {
  followers_url: "/followers",
  following_url: "/following{/other_user}",
  gists_url: "/gists{/gist_id}",
  starred_url: "/starred{/owner}{/repo}",
  subscriptions_url: "/subscriptions",
  organizations_url: "/orgs",
  repos_url: "/repos",
  events_url: "/events{/privacy}",
  received_events_url: "/received_events",
};

export function renderUser(world: GitHubWorld, login: string): Json {
  const id = accountId(world, login);
  const url = `${apiUrl(world)}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId("User", id),
    avatar_url: `${world.origin}/avatars/u/${id}`,
    gravatar_id: "",
    url,
    html_url: `${world.origin}/${encodeURIComponent(login)}`,
    ...Object.fromEntries(Object.entries(userLinks).map(([name, end]) => [name, `${url}${end}`])),
    type: login.endsWith("[bot]") ? "Bot" : "User",
    user_view_type: "public",
    site_admin: false,
  };
}

export function renderApp(world: GitHubWorld): Json {
  const { app } = world.state;
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("App", app.id),
    client_id: app.clientId,
    owner: renderUser(world, app.owner),
    name: app.name,
    description: "Checks and deployments",
    external_url: "https://lockstep.example",
    html_url: `${world.origin}/apps/${app.slug}`,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    permissions: app.permissions,
    events: app.events,
    installations_count: 1,
  };
}

/** An app that is not ours, such as another checker. */
export function renderOtherApp(world: GitHubWorld): Json {
  return {
    ...renderApp(world),
    id: world.state.app.id + 1,
    slug: "other-checks",
    name: "Other checks",
    client_id: "Iv1.other",
  };
}

export function renderInstallation(world: GitHubWorld): Json {
  const { installation, app } = world.state;
  const url = `${apiUrl(world)}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    account: renderUser(world, installation.account),
    repository_selection: "selected",
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${apiUrl(world)}/installation/repositories`,
    html_url: `${world.origin}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: accountId(world, installation.account),
    target_type: "User",
    permissions: installation.permissions,
    events: app.events,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.state === "suspended" ? renderUser(world, installation.account) : null,
    suspended_at: installation.state === "suspended" ? renderTime(world.now()) : null,
  };
}
