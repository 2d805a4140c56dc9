import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";

import { inPlace, withChange } from "../../address/in-place.ts";
import { ProblemList } from "../../deploys/problem-list.tsx";
import { Button } from "../../design/button.tsx";
import { ExternalLink } from "../../design/external-link.tsx";
import { Icon } from "../../design/icon.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Banner, EmptyState } from "../../design/states.tsx";
import { statusOf } from "../../design/statuses.ts";
import { toneText } from "../../design/tone.ts";
import { EnvironmentPanel } from "./environment-panel.tsx";
import { LadderPanel } from "./ladder-panel.tsx";
import { mergeStatuses } from "./merge-statuses.ts";
import { type MergePreview, movedQuery, previewQuery, type PreviewQuestion } from "./preview-queries.ts";
import { RevisionPicker } from "./revision-picker.tsx";

/** `/previews/$revision`: what merging a revision would change, the verdict first. */
export function PreviewScreen() {
  const { revision } = useParams({ from: "/in/previews/$revision" });
  const { base, pullRequest } = useSearch({ from: "/in/previews/$revision" });
  const question = { revision, base, pullRequest };
  const query = useQuery(previewQuery(question));
  const name = query.data?.pullRequest?.title ?? revision;
  return (
    <>
      <PageHeader
        windowTitle={`Preview of ${name}`}
        trail="Preview of a merge"
        actions={<RevisionPicker revision={revision} />}
        title={<Name revision={revision} pullRequest={query.data?.pullRequest ?? null} />}
      >
        {query.data !== undefined && <Origin preview={query.data} />}
      </PageHeader>
      <QueryView query={query} what="what merging changes" lines={10}>
        {(preview) => (
          <Preview
            question={question}
            preview={preview}
            onLookAgain={() => void query.refetch()}
            isLooking={query.isFetching}
          />
        )}
      </QueryView>
    </>
  );
}

interface NameProps {
  readonly revision: string;
  readonly pullRequest: MergePreview["pullRequest"];
}

function Name({ revision, pullRequest }: NameProps) {
  if (pullRequest === null)
    return /^[0-9a-f]{40}$/.test(revision) ? (
      <ShortId id={revision} canCopy />
    ) : (
      <PlainText text={revision} />
    );
  return (
    <>
      <PlainText text={pullRequest.title} limit={160} />{" "}
      <span className="font-normal text-muted">#{pullRequest.number}</span>
    </>
  );
}

function Origin({ preview: { pullRequest, revision, base } }: { readonly preview: MergePreview }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <ShortId id={revision} canCopy />
      <span>
        into <PlainText text={base.branch} className="font-medium text-text" /> at{" "}
        <ShortId id={base.revision} />
      </span>
      {pullRequest !== null && (
        <>
          {pullRequest.author !== null && (
            <span>
              by <PlainText text={pullRequest.author} limit={60} />
            </span>
          )}
          {pullRequest.isFork && <span>from a fork</span>}
          {pullRequest.isDraft && <span>draft</span>}
          <ExternalLink href={pullRequest.url}>Pull request</ExternalLink>
        </>
      )}
    </span>
  );
}

interface PreviewProps {
  readonly question: PreviewQuestion;
  readonly preview: MergePreview;
  readonly onLookAgain: () => void;
  readonly isLooking: boolean;
}

function Preview({ question, preview, onLookAgain, isLooking }: PreviewProps) {
  const search = useSearch({ from: "/in/previews/$revision" });
  const navigate = useNavigate({ from: "/previews/$revision" });
  const { judged, problems, problemCount, environments, downstream } = preview;
  const first = search.environment;
  const ordered = environments.toSorted(
    (one, other) => Number(other.environment === first) - Number(one.environment === first),
  );
  return (
    <>
      <MovedBanner {...{ question, preview, onLookAgain, isLooking }} />
      <VerdictLine preview={preview} />
      {judged.because !== null && (
        <Banner tone="info" icon="question">
          <Sentence text={judged.because} />
        </Banner>
      )}
      {problems.length > 0 && (
        <Panel title={`${problemCount} ${problemCount === 1 ? "problem" : "problems"}`} className="mb-4">
          <ProblemList problems={problems} />
          {problemCount > problems.length && (
            <p className="mt-3 text-sm text-muted">
              The first {problems.length} of {problemCount}. <code>lockstep validate</code> lists all of them.
            </p>
          )}
        </Panel>
      )}
      {environments.length === 0 && (
        <EmptyState title="No environment follows this branch">
          Merging reaches no environment that you may look at. Give another base with <code>?base=</code>.
        </EmptyState>
      )}
      {ordered.map((environment) => (
        <EnvironmentPanel
          key={environment.environment}
          question={question}
          preview={environment}
          search={search}
          onSearch={(change) => void navigate({ search: withChange(change), ...inPlace })}
        />
      ))}
      {/* What is refused here gets nowhere. */}
      {preview.verdict !== "refused" && <LadderPanel downstream={downstream} />}
    </>
  );
}

/** The verdict, large enough to be the only thing one reads. */
function VerdictLine({ preview: { verdict, sentence } }: { readonly preview: MergePreview }) {
  const { word, icon, tone } = statusOf(mergeStatuses, verdict);
  return (
    <section
      aria-label="Verdict"
      className="mb-4 flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <Icon name={icon} className={`mt-1 size-6 ${toneText[tone]}`} />
      <div className="min-w-0">
        <div className={`text-sm font-semibold ${toneText[tone]}`}>{word}</div>
        <p className="m-0 text-lg text-balance">
          <Sentence text={sentence} />
        </p>
      </div>
    </section>
  );
}

function MovedBanner({ question, preview, onLookAgain, isLooking }: PreviewProps) {
  const { branch, pin } = preview.base;
  const { data: isMoved = false } = useQuery(movedQuery(question, pin));
  if (!isMoved) return null;
  return (
    <Banner tone="warn" icon="warning">
      <span className="flex flex-wrap items-center gap-2">
        <span>
          <PlainText text={branch} /> or an environment moved since this was looked at.
        </span>
        <Button onClick={onLookAgain} isBusy={isLooking}>
          Look again
        </Button>
      </span>
    </Banner>
  );
}
