import { Link } from "@tanstack/react-router";

import { Icon } from "../../design/icon.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { describeDuration, Time } from "../../design/time.tsx";
import { describeOptional, describeShare } from "./insight-totals.tsx";
import type { DeployMarker, Insights } from "./insights-queries.ts";

/** What each deploy did to the runs of what it changed: the same time before it and after. */
export function DeploysTable({ insights }: { readonly insights: Insights }) {
  if (insights.deploys.length === 0)
    return (
      <EmptyState title="No deploy in this time">
        <p>Merging a pull request deploys; choose a longer time to see earlier ones.</p>
      </EmptyState>
    );
  return (
    <>
      <Table caption="Deploys, with runs before and after each" className="min-w-[54rem]">
        <thead>
          <tr>
            <HeadCell>Deploy</HeadCell>
            <HeadCell>Changed</HeadCell>
            <HeadCell className="text-right">Runs</HeadCell>
            <HeadCell className="text-right">Failed</HeadCell>
            <HeadCell className="text-right">Half took</HeadCell>
            <HeadCell className="text-right">95 % took</HeadCell>
            <HeadCell>Compared</HeadCell>
          </tr>
        </thead>
        <tbody>
          {insights.deploys.map((marker) => (
            <DeployRow key={marker.deploy} marker={marker} />
          ))}
        </tbody>
      </Table>
      {insights.hasMoreDeploys && (
        <p className="px-3 py-2 text-sm text-muted">
          The newest 50. Choose an environment or a shorter time to see others.
        </p>
      )}
    </>
  );
}

function DeployRow({ marker }: { readonly marker: DeployMarker }) {
  const { comparison } = marker;
  const [before, after] = [comparison?.before, comparison?.after];
  return (
    <Row>
      <Cell>
        <Link
          to="/deploys/$id"
          params={{ id: marker.deploy }}
          className="font-medium text-text hover:text-accent"
        >
          {marker.environment}
        </Link>{" "}
        <span className="text-muted">
          <Time at={marker.at} />
          {marker.intent !== "merge" && `, ${marker.intent}`}
        </span>
        <div className="text-muted">
          <PlainText text={marker.message} limit={80} />
        </div>
      </Cell>
      <Cell>
        <Changed marker={marker} />
      </Cell>
      <Pair
        before={before?.runs.toLocaleString("en")}
        after={after?.runs.toLocaleString("en")}
        change={null}
      />
      <Pair
        before={describeShare(before?.failureShare ?? null)}
        after={describeShare(after?.failureShare ?? null)}
        change={changeOf(before?.failureShare, after?.failureShare, 0.01)}
      />
      <Pair
        before={describeOptional(before?.p50Ms ?? null)}
        after={describeOptional(after?.p50Ms ?? null)}
        change={relativeChange(before?.p50Ms, after?.p50Ms)}
      />
      <Pair
        before={describeOptional(before?.p95Ms ?? null)}
        after={describeOptional(after?.p95Ms ?? null)}
        change={relativeChange(before?.p95Ms, after?.p95Ms)}
      />
      <Cell className="min-w-40 text-muted">
        {comparison === null
          ? "It changed no pipeline."
          : (comparison.caution ?? `${describeDuration(comparison.windowMs)} on each side`)}
      </Cell>
    </Row>
  );
}

function Changed({ marker: { changed, changes, environment } }: { readonly marker: DeployMarker }) {
  return (
    <ul className="m-0 list-none p-0">
      {changed.slice(0, 3).map(({ slug, version }) => (
        <li key={slug}>
          <Link
            to="/environments/$env/pipelines/$slug"
            params={{ env: environment, slug }}
            className="text-text hover:text-accent"
          >
            {slug}
          </Link>{" "}
          <span className="text-muted">{version ?? "retired"}</span>
        </li>
      ))}
      {changes > 3 && <li className="text-muted">and {changes - 3} more</li>}
    </ul>
  );
}

type Change = "better" | "worse" | null;

interface PairProps {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly change: Change;
}

/** Before above, after below, and whether that is better. */
function Pair({ before = "–", after = "–", change }: PairProps) {
  return (
    <Cell className="text-right whitespace-nowrap">
      <div className="text-muted">
        <span className="sr-only">before: </span>
        {before}
      </div>
      <div>
        <span className="sr-only">after: </span>
        {change !== null && (
          <span className={change === "worse" ? "text-bad" : "text-good"}>
            <Icon name="up" className={`mr-0.5 size-3 ${change === "better" ? "rotate-180" : ""}`} />
            <span className="sr-only">{change}, </span>
          </span>
        )}
        <span className="font-medium">{after}</span>
      </div>
    </Cell>
  );
}

function changeOf(
  before: number | null | undefined,
  after: number | null | undefined,
  least: number,
): Change {
  if (typeof before !== "number" || typeof after !== "number" || Math.abs(after - before) < least)
    return null;
  return after > before ? "worse" : "better";
}

/** A tenth more or less is a change. */
function relativeChange(before: number | null | undefined, after: number | null | undefined): Change {
  return changeOf(before, after, typeof before === "number" ? Math.max(1, before * 0.1) : 0);
}
