import { createHash } from "node:crypto";

import type { CommentReport } from "@lockstep/model";
import type { RestEndpointMethodTypes } from "@octokit/rest";

import { type GitHubClient, readPages } from "../client/github-client.ts";
import type { OwnIdentity } from "../read/own-identity-reader.ts";
import { boundMarkdown } from "./bound-text.ts";

type Comment = RestEndpointMethodTypes["issues"]["listComments"]["response"]["data"][number];

/** Whether a comment was written with our credentials: anybody can copy a marker. */
type IsOwnComment = (comment: Comment) => boolean;

/** GitHub does not tell of every comment through which App it came, but always whose it is. */
export function isOwnComment(own: OwnIdentity): IsOwnComment {
  return ({ user }) => user?.login === own.login;
}

const markerPattern = /^<!-- lockstep:(?<digest>[0-9a-f]{64}) -->/;

/** The one comment on a pull request: made once, edited only when what it says changed. */
export async function publishComment(
  client: GitHubClient,
  wanted: { readonly report: CommentReport; readonly isOwn: IsOwnComment },
  signal: AbortSignal,
): Promise<void> {
  const { report, isOwn } = wanted;
  const digest = createHash("sha256").update(report.body).digest("hex");
  const body = `<!-- lockstep:${digest} -->\n${boundMarkdown(report.body, 65_000)}`;
  const known = await findComment(client, { number: report.pullRequest, isOwn }, signal);
  if (known === null) await createComment(client, { number: report.pullRequest, body }, signal);
  else if (known.digest !== digest) await editComment(client, { id: known.id, body }, signal);
}

async function findComment(
  client: GitHubClient,
  wanted: { readonly number: number; readonly isOwn: IsOwnComment },
  signal: AbortSignal,
): Promise<{ id: number; digest: string } | null> {
  const comments = await readPages(async (page) => {
    const { data } = await client.ask({
      what: "list comments",
      kind: "read",
      signal,
      ask: async (api, call) =>
        await api.issues.listComments({ ...call, ...page, issue_number: wanted.number }),
    });
    return data;
  });
  for (const comment of comments) {
    const digest = markerPattern.exec(comment.body ?? "")?.groups?.["digest"];
    if (digest !== undefined && wanted.isOwn(comment)) return { id: comment.id, digest };
  }
  return null;
}

async function createComment(
  client: GitHubClient,
  comment: { readonly number: number; readonly body: string },
  signal: AbortSignal,
): Promise<void> {
  await client.ask({
    what: "comment on a pull request",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.issues.createComment({ ...call, issue_number: comment.number, body: comment.body }),
  });
}

async function editComment(
  client: GitHubClient,
  comment: { readonly id: number; readonly body: string },
  signal: AbortSignal,
): Promise<void> {
  await client.ask({
    what: "edit a comment",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.issues.updateComment({ ...call, comment_id: comment.id, body: comment.body }),
  });
}
