import type { Slug } from "@lockstep/model";

/** A page of what merging changes: of a pull request, of the head of a merge queue, or of any revision. */
interface PreviewLink {
  readonly revision: string;
  readonly base: string;
  readonly pullRequest: number | null;
  /** The environment that is looked at first. */
  readonly environment?: Slug;
}

/** Address of the dashboard's preview of a merge. A pull request says its base itself. */
export function previewLink(publicUrl: string, link: PreviewLink): string {
  const { revision, base, pullRequest, environment } = link;
  const query = new URLSearchParams({
    ...(pullRequest === null ? { base } : { pullRequest: String(pullRequest) }),
    ...(environment === undefined ? {} : { environment }),
  });
  return `${publicUrl}/previews/${encodeURIComponent(revision)}?${query.toString()}`;
}

/** Address of the dashboard's page of a deploy. */
export function deployLink(publicUrl: string, id: string): string {
  return `${publicUrl}/deploys/${id}`;
}
