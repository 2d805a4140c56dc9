import { useQuery } from "@tanstack/react-query";

import { Badge } from "../../design/badge.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Fact, Facts } from "../../design/table.tsx";
import { Instant } from "../../design/time.tsx";
import { type Chosen, previewQuery, type RollbackPreview } from "./rollback-queries.ts";
import { TargetHealth } from "./target-health.tsx";

export interface PreviewPanelProps {
  readonly chosen: Chosen;
  /** Whether it is being done already. */
  readonly isOrdered: boolean;
  /** Takes back only these; `null` is everything that differs. */
  readonly onOnly: (pipelines: readonly string[] | null) => void;
}

/** What going back would do, what stays, and how the target did while it ran. */
export function PreviewPanel({ chosen, isOrdered, onOnly }: PreviewPanelProps) {
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
            <Changes preview={preview} pipelines={chosen.pipelines} onOnly={onOnly} />
            <Stays preview={preview} />
          </div>
        )}
      </QueryView>
    </Panel>
  );
}

interface ChangesProps extends Pick<PreviewPanelProps, "onOnly"> {
  readonly preview: RollbackPreview;
  readonly pipelines: readonly string[] | null;
}

function Changes({ preview, pipelines, onOnly }: ChangesProps) {
  const { differing, changes } = preview;
  if (differing.length === 0) {
    return <EmptyState title="Nothing differs">What is in force is what this deploy left.</EmptyState>;
  }
  const taken = new Set(pipelines ?? differing);
  const toggle = (slug: string) => {
    const next = differing.filter((one) => (one === slug ? !taken.has(one) : taken.has(one)));
    if (next.length > 0) onOnly(next.length === differing.length ? null : next);
  };
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {differing.map((slug) => {
        const change = changes.find((one) => one.slug === slug);
        return (
          <li key={slug} className="px-3 py-2">
            <label className="flex min-h-6 flex-wrap items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={taken.has(slug)}
                disabled={taken.size === 1 && taken.has(slug)}
                onChange={() => toggle(slug)}
              />
              <span className="font-medium">
                <PlainText text={slug} limit={80} />
              </span>
              {change !== undefined && (
                <span className="text-sm text-muted">
                  {change.from?.version ?? "not there"} → {change.to?.version ?? "taken out"}
                </span>
              )}
              {change === undefined ? (
                <span className="text-sm text-muted">stays as it is</span>
              ) : (
                change.class !== null && <Badge tone="info">{change.class}</Badge>
              )}
            </label>
            {change !== undefined && change.differences.length > 0 && (
              <ul className="mt-1 ml-6 list-disc pl-4 text-sm text-muted">
                {change.differences.map(({ path, sentence }) => (
                  <li key={path + sentence}>
                    <PlainText text={sentence} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Stays({ preview: { quarantine, stays } }: { readonly preview: RollbackPreview }) {
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
