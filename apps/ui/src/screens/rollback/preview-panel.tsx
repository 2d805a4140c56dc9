import { useQuery } from "@tanstack/react-query";

import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Fact, Facts } from "../../design/table.tsx";
import { Instant } from "../../design/time.tsx";
import { ChangeList } from "../../diff/change-list.tsx";
import { ManifestDetail, type ManifestDetailProps } from "../../diff/manifest-detail.tsx";
import { storedPairQuery } from "../../diff/stored-pair-query.ts";
import { type Chosen, previewQuery, type RollbackPreview } from "./rollback-queries.ts";
import { TargetHealth } from "./target-health.tsx";

export interface PreviewPanelProps extends Pick<ManifestDetailProps, "search" | "onSearch"> {
  readonly chosen: Chosen;
  /** Whether it is being done already. */
  readonly isOrdered: boolean;
  /** Takes back only these; `null` is everything that differs. */
  readonly onOnly: (pipelines: readonly string[] | null) => void;
}

/** What going back would do, what stays, and how the target did while it ran. */
export function PreviewPanel(props: PreviewPanelProps) {
  const { chosen, isOrdered } = props;
  const query = useQuery(previewQuery(chosen, isOrdered));
  return (
    <Panel title="What goes back" isFlush>
      <QueryView query={query} what="the rollback" lines={4}>
        {({ preview }) => (
          <div className="space-y-4 p-4">
            <Facts>
              <Fact name="Back to">
                <ShortId id={preview.to.revision} canCopy />, applied <Instant at={preview.to.at} />
              </Fact>
              <Fact name="How it did">
                <TargetHealth env={chosen.env} deploy={preview.to.deploy} />
              </Fact>
            </Facts>
            <Changes preview={preview} {...props} />
            <Stays preview={preview} />
          </div>
        )}
      </QueryView>
    </Panel>
  );
}

interface PreviewProps {
  readonly preview: RollbackPreview;
}

/** What changes, each with both of its sides, and which of it to take back. */
function Changes({ preview, chosen, onOnly, search, onSearch }: PreviewPanelProps & PreviewProps) {
  const { differing, changes } = preview;
  if (differing.length === 0) {
    return <EmptyState title="Nothing differs">What is in force is what this deploy left.</EmptyState>;
  }
  return (
    <>
      {differing.length > 1 && (
        <TakenBack differing={differing} pipelines={chosen.pipelines} onOnly={onOnly} />
      )}
      <div className="rounded-md border border-line">
        <ChangeList
          changes={changes}
          renderMore={({ slug, from, to }) => (
            <ManifestDetail
              label={slug}
              name={slug}
              isChosen={search.pipeline === slug}
              query={storedPairQuery(from?.manifest ?? null, to?.manifest ?? null)}
              {...{ search, onSearch }}
            />
          )}
        />
      </div>
    </>
  );
}

interface TakenBackProps extends Pick<PreviewPanelProps, "onOnly"> {
  readonly differing: readonly string[];
  /** `null` is all that differ. */
  readonly pipelines: readonly string[] | null;
}

function TakenBack({ differing, pipelines, onOnly }: TakenBackProps) {
  const taken = new Set(pipelines ?? differing);
  const toggle = (slug: string) => {
    const next = differing.filter((one) => (one === slug ? !taken.has(one) : taken.has(one)));
    if (next.length > 0) onOnly(next.length === differing.length ? null : next);
  };
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Take back</legend>
      <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
        {differing.map((slug) => (
          <label key={slug} className="flex min-h-6 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={taken.has(slug)}
              disabled={taken.size === 1 && taken.has(slug)}
              onChange={() => toggle(slug)}
            />
            <PlainText isInControl text={slug} limit={80} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Stays({ preview: { quarantine, stays } }: PreviewProps) {
  return (
    <Facts>
      {quarantine.length > 0 && (
        <Fact name="Does not come back">
          {quarantine.map(({ slug, version, content }) => (
            <div key={slug + content}>
              <PlainText text={`${slug} ${version}`} /> <ShortId id={content} />, under any version, until
              somebody lifts the hold
            </div>
          ))}
        </Fact>
      )}
      {stays.length > 0 && (
        <Fact name="Stays as it is">
          {stays.map((sentence) => (
            <div key={sentence}>
              <PlainText text={sentence} />
            </div>
          ))}
        </Fact>
      )}
    </Facts>
  );
}
