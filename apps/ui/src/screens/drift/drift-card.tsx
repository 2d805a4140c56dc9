import { Link } from "@tanstack/react-router";

import { Icon } from "../../design/icon.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { Fact, Facts } from "../../design/table.tsx";
import { Instant, Time } from "../../design/time.tsx";
import { ManifestDetail, type ManifestDetailProps } from "../../diff/manifest-detail.tsx";
import { storedPairQuery } from "../../diff/stored-pair-query.ts";
import { driftKinds } from "./drift-kinds.ts";
import type { DriftItem } from "./drift-queries.ts";
import { type Revisions, ThreeWays } from "./three-ways.tsx";
import { WaysOut } from "./ways-out.tsx";

export interface DriftCardProps extends Pick<ManifestDetailProps, "search" | "onSearch"> {
  readonly drift: DriftItem;
  readonly revisions: Revisions;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  /** Called when the difference is gone. */
  readonly onReverted: () => void;
}

/** One difference: what, where, since when, by whom; opened, all its fields and the ways out. */
export function DriftCard({
  drift,
  revisions,
  isOpen,
  onToggle,
  search,
  onSearch,
  onReverted,
}: DriftCardProps) {
  const { kind, slug, part, name, sentence, since, acknowledgement } = drift;
  const status = driftKinds[kind];
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => currentTarget.open !== isOpen && onToggle(currentTarget.open)}
      className="group border-b border-line last:border-b-0"
    >
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-sunken">
        <Icon name="chevron" className="text-muted transition-transform group-open:rotate-90" />
        <StatusBadge status={status} because={status.meaning} />
        <span className="font-medium">
          <PlainText text={slug} limit={80} />
        </span>
        {name !== null && (
          <span className="text-sm text-muted">
            {part} <PlainText text={name} limit={80} />
          </span>
        )}
        <span className="min-w-0 flex-1 basis-80 text-sm">
          <PlainText text={sentence} limit={240} />
        </span>
        <span className="text-sm text-muted">
          {acknowledgement === null ? (
            <>
              since <Time at={since} />
            </>
          ) : (
            <>
              acknowledged, counts again <Time at={acknowledgement.until} />
            </>
          )}
        </span>
      </summary>
      {isOpen && (
        <div className="space-y-4 px-4 pt-1 pb-4">
          <div className="rounded-md border border-line">
            <ThreeWays drift={drift} revisions={revisions} />
          </div>
          <BothTexts drift={drift} {...{ search, onSearch }} />
          <Origin drift={drift} env={revisions.env} />
          <WaysOut env={revisions.env} id={drift.id} {...{ slug, onReverted }} />
        </div>
      )}
    </details>
  );
}

/** The manifest that was applied beside the one that the row names now, where both are stored. */
function BothTexts({
  drift: { id, slug, applied, live },
  search,
  onSearch,
}: Pick<DriftCardProps, "drift" | "search" | "onSearch">) {
  if (applied === null || live?.rehashed !== live?.manifest || applied.manifest === live?.manifest)
    return null;
  return (
    <ManifestDetail
      label={slug}
      name={id}
      isChosen={search.pipeline === id}
      query={storedPairQuery(applied.manifest, live?.manifest ?? null)}
      {...{ search, onSearch }}
    />
  );
}

function Origin({ drift, env }: { readonly drift: DriftItem; readonly env: string }) {
  const { detectedBy, since, edit, acknowledgement, applied, part, slug } = drift;
  return (
    <Facts>
      <Fact name="Seen since">
        <Instant at={since} /> by <PlainText text={detectedBy} />
      </Fact>
      <Fact name="Changed by">
        {edit === null ? (
          "the database did not note who changed the row"
        ) : (
          <>
            {edit.operation} by{" "}
            {edit.role === null ? "somebody (SQLite has no roles)" : <PlainText text={`role ${edit.role}`} />}{" "}
            <Time at={edit.at} />
          </>
        )}
      </Fact>
      {acknowledgement !== null && (
        <Fact name="Acknowledged">
          <PlainText text={acknowledgement.actor} />: <PlainText text={acknowledgement.reason} />
        </Fact>
      )}
      {applied !== null && part === "pipeline" && (
        <Fact name="Applied as">
          <Link to="/environments/$env/pipelines/$slug" params={{ env, slug }} className="text-link">
            version <PlainText isInControl text={applied.version} limit={40} />
          </Link>{" "}
          by{" "}
          <Link to="/deploys/$id" params={{ id: applied.deploy }} className="text-link">
            deploy <ShortId id={applied.deploy} digits={8} />
          </Link>
        </Fact>
      )}
    </Facts>
  );
}
