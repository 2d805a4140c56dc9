import { Link } from "@tanstack/react-router";

import { PlainText } from "../design/plain-text.tsx";
import { ShortId } from "../design/short-id.tsx";
import { Time } from "../design/time.tsx";
import type { Deploy } from "./deploy-queries.ts";

/** A commit in a line: its subject, who wrote it, and when. */
export function CommitLine({ commit }: { readonly commit: Deploy["commit"] }) {
  const { revision, message, author } = commit;
  return (
    <span className="min-w-0 text-sm">
      <PlainText text={subjectOf(message)} limit={120} className="font-medium" />{" "}
      <span className="text-muted">
        <Link
          to="/commits/$sha"
          params={{ sha: revision }}
          className="text-muted underline-offset-2 hover:underline"
        >
          <ShortId id={revision} />
        </Link>{" "}
        by <PlainText text={author.name} limit={80} />, <Time at={author.at} />
      </span>
    </span>
  );
}

/** First line of a commit message. */
export function subjectOf(message: string): string {
  const [subject = ""] = message.split("\n", 1);
  return subject.trim() === "" ? "No message" : subject;
}
