import type { CheckReport, CommentReport, JsonObject, NewOutboxEntry, OutboxEntry } from "@lockstep/model";

/** Topics that are for the forge. */
export const forgeTopics = ["check", "deploy", "comment"] as const;

/** A newer report of the same check on the same commit takes the place of one that was not sent yet. */
export function checkEntry(report: CheckReport): NewOutboxEntry {
  return { topic: "check", target: `${report.headRevision}/${report.name}`, body: asBody(report) };
}

export function commentEntry(report: CommentReport): NewOutboxEntry {
  return { topic: "comment", target: `pull/${report.pullRequest}`, body: asBody(report) };
}

/** Reports are JSON by construction. */
function asBody(report: CheckReport | CommentReport): JsonObject {
  return report as object as JsonObject;
}

/** The check that an entry holds; `null` when it holds none. */
export function readCheck({ body }: Pick<OutboxEntry, "body">): CheckReport | null {
  const { name, headRevision, externalId, title, annotations, buttons } = body;
  const isCheck =
    [name, headRevision, externalId, title].every((value) => typeof value === "string") &&
    Array.isArray(annotations) &&
    Array.isArray(buttons);
  return isCheck ? (body as object as CheckReport) : null;
}

/** The comment that an entry holds; `null` when it holds none. */
export function readComment({ body }: Pick<OutboxEntry, "body">): CommentReport | null {
  const isComment = typeof body["pullRequest"] === "number" && typeof body["body"] === "string";
  return isComment ? (body as object as CommentReport) : null;
}
