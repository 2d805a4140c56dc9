import { type Clock, Failure } from "@lockstep/model";
import { createAppAuth } from "@octokit/auth-app";

import type { RepositoryPlace } from "./github-client.ts";
import type { GitHubCredentials } from "./github-credentials.ts";
import type { GitHubTransport } from "./github-transport.ts";

/** A token is replaced this long before it ends, so that a clone that starts now can finish with it. */
const renewBeforeMs = 5 * 60_000;

interface InstallationToken {
  readonly text: string;
  readonly endsAt: number;
}

interface AppParts {
  readonly transport: GitHubTransport;
  /** Where the repository is now. */
  place(): RepositoryPlace;
  readonly clock: Clock;
}

/** A GitHub App: the installation is found by the repository, its token lives for an hour at most. */
export function createAppCredentials(
  app: { readonly appId: string; readonly privateKey: string },
  parts: AppParts,
): GitHubCredentials {
  let installation: number | null = null;
  let token: InstallationToken | null = null;
  let pending: Promise<InstallationToken> | null = null;

  const authorizeApp = createAppSigner(app);
  const fetchToken = async (signal: AbortSignal) => {
    try {
      installation ??= await findInstallation(parts, await authorizeApp(), signal);
      return await makeToken(parts, { installation, authorization: await authorizeApp() }, signal);
    } catch (thrown) {
      installation = null;
      throw asInstallationFailure(thrown, parts.place());
    }
  };
  const current = async (signal: AbortSignal): Promise<InstallationToken> => {
    if (token !== null && token.endsAt - renewBeforeMs > parts.clock.now()) return token;
    pending ??= fetchToken(signal).finally(() => {
      pending = null;
    });
    try {
      token = await pending;
      return token;
    } catch (thrown) {
      // Whoever asked first gave up; we did not.
      const isOthersWish = thrown instanceof Failure && thrown.kind === "cancelled" && !signal.aborted;
      if (isOthersWish) return await current(signal);
      throw thrown;
    }
  };
  return {
    authorize: async (signal) => `token ${(await current(signal)).text}`,
    authorizeApp,
    readToken: async (signal) => (await current(signal)).text,
    renew() {
      token = null;
      return true;
    },
  };
}

function createAppSigner(app: { appId: string; privateKey: string }): () => Promise<string> {
  const sign = createAppAuth({ appId: app.appId, privateKey: app.privateKey, log: { warn: () => {} } });
  return async () => {
    try {
      const { token } = await sign({ type: "app" });
      return `bearer ${token}`;
    } catch {
      // The library's message may quote the key.
      throw new Failure(
        "configuration-invalid",
        "The private key of the GitHub App is not an RSA key in PEM form.",
      );
    }
  };
}

async function findInstallation(
  parts: AppParts,
  authorization: string,
  signal: AbortSignal,
): Promise<number> {
  const { owner, repo } = parts.place();
  const { data } = await parts.transport.send({
    what: "find the App's installation",
    kind: "read",
    authorization,
    signal,
    ask: async (api, call) => await api.apps.getRepoInstallation({ owner, repo, ...call }),
  });
  return data.id;
}

/** Making one token too many is harmless, so that it may be repeated like a read. */
async function makeToken(
  parts: AppParts,
  by: { installation: number; authorization: string },
  signal: AbortSignal,
): Promise<InstallationToken> {
  const { data } = await parts.transport.send({
    what: "make an installation token",
    kind: "read",
    authorization: by.authorization,
    signal,
    ask: async (api, call) =>
      await api.apps.createInstallationAccessToken({ installation_id: by.installation, ...call }),
  });
  return { text: data.token, endsAt: Date.parse(data.expires_at) };
}

function asInstallationFailure(thrown: unknown, place: RepositoryPlace): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  if (thrown.kind === "not-found")
    return new Failure(
      "forge-refused",
      `The GitHub App is not installed on ${place.owner}/${place.repo}: install it there, or give it this repository on the installation's page.`,
      { code: "installation" },
    );
  if (thrown.code === "permission")
    return new Failure(
      "forge-refused",
      `The installation of the GitHub App on ${place.owner}/${place.repo} is suspended: an owner can unsuspend it on the installation's page.`,
      { code: "installation" },
    );
  return thrown;
}
