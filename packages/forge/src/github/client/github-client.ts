import { Failure, type ForgeRepository } from "@lockstep/model";

import type { GitHubCredentials } from "./github-credentials.ts";
import {
  type CallParameters,
  type GitHubAnswer,
  type GitHubApi,
  type GitHubTransport,
} from "./github-transport.ts";

/** How GitHub calls the repository now. */
export interface RepositoryPlace {
  readonly owner: string;
  readonly repo: string;
}

interface GitHubQuestion<T> {
  /** To follow "GitHub does not let Lockstep": `publish a check`. */
  readonly what: string;
  readonly kind: "read" | "write";
  readonly signal: AbortSignal;
  ask(api: GitHubApi, call: RepositoryPlace & CallParameters): Promise<GitHubAnswer<T>>;
}

/** Requests about one repository, signed and kept on its track through renames. Throws `Failure` only. */
export interface GitHubClient {
  readonly transport: GitHubTransport;
  readonly credentials: GitHubCredentials;
  /** The repository, looked at once and again after it was renamed. */
  repository(signal: AbortSignal): Promise<ForgeRepository>;
  readRepository(signal: AbortSignal): Promise<ForgeRepository>;
  ask<T>(question: GitHubQuestion<T>): Promise<GitHubAnswer<T>>;
  /** Like {@link ask}, signed as the App itself; `forge-refused` for a token. */
  askAsApp<T>(question: GitHubQuestion<T>): Promise<GitHubAnswer<T>>;
}

interface ClientParts {
  readonly transport: GitHubTransport;
  readonly credentials: GitHubCredentials;
  readonly track: RepositoryTrack;
}

/** Where the repository is, and which it is: names can be given to another one, ids cannot. */
export interface RepositoryTrack {
  place: RepositoryPlace;
  known: ForgeRepository | null;
}

export function createGitHubClient({ transport, credentials, track }: ClientParts): GitHubClient {
  const send = async <T>(question: GitHubQuestion<T>, authorize: () => Promise<string>) =>
    await transport.send<T>({
      what: question.what,
      kind: question.kind,
      signal: question.signal,
      authorization: await authorize(),
      ask: async (api, call) => await question.ask(api, { ...track.place, ...call }),
    });
  const sendRenewing = async <T>(question: GitHubQuestion<T>) => {
    const authorize = async () => await credentials.authorize(question.signal);
    try {
      return await send(question, authorize);
    } catch (thrown) {
      // Tokens end early when the installation changes; a refused request did nothing.
      const isStale = thrown instanceof Failure && thrown.code === "credentials" && credentials.renew();
      if (!isStale) throw thrown;
      return await send(question, authorize);
    }
  };
  const readRepository = async (signal: AbortSignal) => {
    const found = await noteRefusal(transport, readAnswer(sendRenewing, track, signal));
    transport.takeRedirected();
    const [owner = "", repo = ""] = found.fullName.split("/");
    track.place = { owner, repo };
    track.known = found;
    return found;
  };
  const repository = async (signal: AbortSignal) => {
    if (track.known === null || transport.takeRedirected()) return await readRepository(signal);
    return track.known;
  };
  return {
    transport,
    credentials,
    repository,
    readRepository,
    async ask(question) {
      await repository(question.signal);
      return await noteRefusal(transport, sendRenewing(question));
    },
    async askAsApp(question) {
      const authorization = await credentials.authorizeApp();
      if (authorization === null)
        throw new Failure(
          "forge-refused",
          `Only a GitHub App can ${question.what}; Lockstep is signed in with a token.`,
        );
      return await send(question, async () => authorization);
    },
  };
}

async function readAnswer(
  send: <T>(question: GitHubQuestion<T>) => Promise<GitHubAnswer<T>>,
  track: RepositoryTrack,
  signal: AbortSignal,
): Promise<ForgeRepository> {
  const found = await findRepository(send, track.place, signal);
  refuseStranger(track.known, found);
  return found;
}

async function findRepository(
  send: <T>(question: GitHubQuestion<T>) => Promise<GitHubAnswer<T>>,
  place: RepositoryPlace,
  signal: AbortSignal,
): Promise<ForgeRepository> {
  try {
    const { data } = await send({
      what: "read the repository",
      kind: "read",
      signal,
      ask: async (api, call) => await api.repos.get({ ...call }),
    });
    return {
      id: String(data.id),
      fullName: data.full_name,
      url: data.html_url,
      defaultBranch: data.default_branch,
    };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind !== "not-found") throw thrown;
    throw new Failure(
      "forge-refused",
      `GitHub shows no repository ${place.owner}/${place.repo}: check the address, and that the App or token may read it.`,
      { code: "installation" },
    );
  }
}

/** GitHub says 404 for an installation that is gone: only who asked knows that this is a fault. */
async function noteRefusal<T>(transport: GitHubTransport, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === "forge-refused") transport.health.failed(thrown.message);
    throw thrown;
  }
}

function refuseStranger(known: ForgeRepository | null, found: ForgeRepository): void {
  if (known === null || known.id === found.id) return;
  throw new Failure(
    "forge-refused",
    `${found.fullName} is another repository now (id ${found.id} instead of ${known.id}): write the new address of ${known.fullName} into the configuration.`,
    { code: "repository" },
  );
}

/** Everything of a list that comes in numbered pages of 100. */
export async function readPages<T>(
  readPage: (page: { readonly per_page: 100; readonly page: number }) => Promise<readonly T[]>,
  mostPages = 100,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const entries = await readPage({ per_page: 100, page });
    all.push(...entries);
    if (entries.length < 100) break;
  }
  return all;
}

/** `null` instead of `not-found`. */
export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === "not-found") return null;
    throw thrown;
  }
}
