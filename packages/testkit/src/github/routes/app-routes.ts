import {
  created,
  type GitHubCall,
  GitHubProblem,
  type GitHubRoute,
  notFound,
  ok,
} from "../github-exchange.ts";
import { createInstallationToken } from "../installation-token.ts";
import { apiUrl, renderApp, renderInstallation, renderTime, renderUser } from "../shapes/render-account.ts";
import { renderRepository } from "../shapes/render-repository.ts";
import type { FakeWebhooks } from "../webhook-hub.ts";

/** What an app asks for itself: its own registration, installations, tokens. */
export function appRoutes(): readonly GitHubRoute[] {
  return [
    { operation: "apps.get-authenticated", by: "app", answer: ({ world }) => ok(renderApp(world)) },
    {
      operation: "apps.list-installations",
      by: "app",
      answer: ({ world }) => ({
        list: world.state.installation.state === "deleted" ? [] : [renderInstallation(world)],
      }),
    },
    { operation: "apps.get-installation", by: "app", answer: (call) => ok(findInstallation(call)) },
    {
      operation: "apps.get-repo-installation",
      by: "app",
      answer: ({ world, repository }) => {
        if (!repository.isInstalled || world.state.installation.state === "deleted") throw notFound();
        return ok(renderInstallation(world));
      },
    },
    { operation: "apps.create-installation-access-token", by: "app", answer: createToken },
    {
      operation: "apps.list-repos-accessible-to-installation",
      answer: ({ world }) => ({
        list: [...world.state.repositories.values()]
          .filter(({ isInstalled }) => isInstalled)
          .map((repository) => renderRepository(world, repository)),
        under: "repositories",
      }),
    },
    { operation: "apps.create-from-manifest", by: "anyone", answer: convertManifest },
    {
      operation: "users.get-authenticated",
      answer: ({ world, caller, login }) => {
        if (caller.kind !== "user") throw new GitHubProblem(403, "Resource not accessible by integration");
        const at = renderTime(0);
        return ok({
          ...renderUser(world, login),
          name: login,
          company: null,
          blog: "",
          location: null,
          email: null,
          hireable: null,
          bio: null,
          public_repos: 1,
          public_gists: 0,
          followers: 0,
          following: 0,
          created_at: at,
          updated_at: at,
        });
      },
    },
  ];
}

function findInstallation({ world, path }: GitHubCall): unknown {
  const { installation } = world.state;
  if (String(installation.id) !== path["installation_id"] || installation.state === "deleted")
    throw notFound();
  return renderInstallation(world);
}

function createToken(call: GitHubCall) {
  findInstallation(call);
  const { installation } = call.world.state;
  if (installation.state === "suspended")
    throw new GitHubProblem(403, "This installation has been suspended");
  const { token, expiresAt } = createInstallationToken(call.world);
  return created({
    token,
    expires_at: renderTime(expiresAt),
    permissions: installation.permissions,
    repository_selection: "selected",
  });
}

function convertManifest({ world, path }: GitHubCall) {
  if (!world.state.manifestCodes.delete(path["code"] ?? "")) throw notFound();
  const { app } = world.state;
  return created({
    ...(renderApp(world) as object),
    client_id: app.clientId,
    client_secret: app.clientSecret,
    webhook_secret: "a secret from the manifest flow",
    pem: app.privateKey,
  });
}

/** The app's hook with its delivery log, and the same log as a hook of the repository. */
export function hookRoutes(hooks: FakeWebhooks): readonly GitHubRoute[] {
  const config = () =>
    ok({ content_type: "json", insecure_ssl: "0", secret: "********", url: hooks.url ?? "" });
  const list = ({ query }: GitHubCall) => {
    const wanted = query.get("status");
    const items = hooks.log.toReversed().map((attempt) => attempt.item);
    const isWanted = (code: number) =>
      wanted === null || (wanted === "success") === (code >= 200 && code < 300);
    return { list: items.filter((item) => isWanted(item.status_code)) };
  };
  const get = ({ path }: GitHubCall) => {
    const found = hooks.log.find(({ item }) => String(item.id) === path["delivery_id"]);
    if (found === undefined) throw notFound();
    const { headers, payload } = found.delivery;
    return ok({
      ...found.item,
      url: hooks.url ?? "",
      request: { headers, payload },
      response: { headers: {}, payload: "" },
    });
  };
  const redeliver = ({ path }: GitHubCall) => {
    const found = hooks.log.find(({ item }) => String(item.id) === path["delivery_id"]);
    if (found === undefined) throw notFound();
    hooks.redeliver(found.delivery);
    return { status: 202, body: {} };
  };
  return [
    { operation: "apps.get-webhook-config-for-app", by: "app", answer: config },
    {
      operation: "apps.update-webhook-config-for-app",
      by: "app",
      answer: ({ body }) => {
        hooks.configure({
          ...(typeof body["url"] === "string" ? { url: body["url"] } : {}),
          ...(typeof body["secret"] === "string" ? { secret: body["secret"] } : {}),
        });
        return config();
      },
    },
    { operation: "apps.list-webhook-deliveries", by: "app", answer: list },
    { operation: "apps.get-webhook-delivery", by: "app", answer: get },
    { operation: "apps.redeliver-webhook-delivery", by: "app", answer: redeliver },
    {
      operation: "repos.list-webhooks",
      answer: ({ world, repository }) => {
        if (hooks.url === null) return { list: [] };
        const url = `${apiUrl(world)}/repos/${repository.owner}/${repository.name}/hooks/${hooks.hookId}`;
        const at = renderTime(repository.createdAt);
        return {
          list: [
            {
              type: "Repository",
              id: hooks.hookId,
              name: "web",
              active: true,
              events: ["push"],
              config: { content_type: "json", insecure_ssl: "0", url: hooks.url },
              updated_at: at,
              created_at: at,
              url,
              test_url: `${url}/test`,
              ping_url: `${url}/pings`,
              deliveries_url: `${url}/deliveries`,
              last_response: { code: null, status: "unused", message: null },
            },
          ],
        };
      },
    },
    { operation: "repos.list-webhook-deliveries", answer: list },
    { operation: "repos.get-webhook-delivery", answer: get },
    { operation: "repos.redeliver-webhook-delivery", answer: redeliver },
  ];
}
