import { Link } from "@tanstack/react-router";

import { Badge } from "../../design/badge.tsx";
import { ExternalLink } from "../../design/external-link.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import type { Tone } from "../../design/tone.ts";
import { ClassBadge } from "../../diff/change-list.tsx";
import type { PromotionItem } from "../../promotions/promotion-queries.ts";
import { Evidence } from "./evidence.tsx";

export interface PromotionItemsProps {
  readonly pair: { readonly from: string; readonly to: string };
  readonly items: readonly PromotionItem[];
  /** Slugs that are chosen; none means everything. */
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (slug: string) => void;
}

/** Pipelines that differ, each with how its content did below, where it came from and what is different. */
export function PromotionItems({ pair, items, chosen, onToggle }: PromotionItemsProps) {
  return (
    <Table caption={`What differs between ${pair.from} and ${pair.to}`}>
      <thead>
        <tr>
          <HeadCell>
            <span className="sr-only">Choose</span>
          </HeadCell>
          <HeadCell className="w-full">Pipeline</HeadCell>
          <HeadCell>Version</HeadCell>
          <HeadCell>Evidence in {pair.from}</HeadCell>
          <HeadCell>From</HeadCell>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Item key={item.slug} item={item} isChosen={chosen.has(item.slug)} {...{ pair, onToggle }} />
        ))}
      </tbody>
    </Table>
  );
}

const kinds: Readonly<Record<PromotionItem["kind"], { readonly tone: Tone; readonly means: string }>> = {
  ahead: { tone: "info", means: "Other behaviour below, or new there." },
  tuning: { tone: "idle", means: "The same behaviour, described or tuned differently." },
  missing: { tone: "bad", means: "Only the upper environment has it: promoting removes it there." },
  behind: { tone: "warn", means: "The upper environment has a higher version: it is not promoted." },
};

interface ItemProps extends Pick<PromotionItemsProps, "pair" | "onToggle"> {
  readonly item: PromotionItem;
  readonly isChosen: boolean;
}

function Item({ item, isChosen, pair, onToggle }: ItemProps) {
  const { slug, kind, class: strongest, differences, evidence } = item;
  const facts = kinds[kind];
  return (
    <Row className={isChosen ? "bg-accent-soft" : ""}>
      <Cell>
        <input
          type="checkbox"
          aria-label={`Choose ${slug}`}
          className="size-4 accent-accent max-sm:size-5"
          checked={isChosen}
          disabled={kind === "behind"}
          onChange={() => onToggle(slug)}
        />
      </Cell>
      <Cell className="min-w-64">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/environments/$env/pipelines/$slug"
            params={{ env: kind === "missing" ? pair.to : pair.from, slug }}
            className="font-medium text-text underline-offset-2 hover:underline"
          >
            <PlainText isInControl text={slug} limit={100} />
          </Link>
          <Badge tone={facts.tone} title={facts.means}>
            {kind}
          </Badge>
          {strongest !== null && <ClassBadge name={strongest} />}
          {evidence?.isQuarantined === true && (
            <Badge
              tone="bad"
              icon="refused"
              title="It is quarantined: it does not come back under any version."
            >
              taken out as bad
            </Badge>
          )}
        </div>
        {differences.length > 0 && <Differences differences={differences} />}
      </Cell>
      <Cell className="whitespace-nowrap">{moveOf(item)}</Cell>
      <Cell className="whitespace-nowrap">
        <Evidence evidence={evidence} />
      </Cell>
      <Cell>
        <Origin origin={item.origin} />
      </Cell>
    </Row>
  );
}

function Differences({ differences }: Pick<PromotionItem, "differences">) {
  return (
    <details className="mt-1 text-muted">
      <summary>{differences.length === 1 ? "1 difference" : `${differences.length} differences`}</summary>
      <ul className="list-none space-y-0.5 pl-4">
        {differences.map(({ path, operation, sentence, class: name }) => (
          <li key={`${operation} ${path} ${sentence}`}>
            <PlainText text={sentence} limit={240} /> <span className="text-xs">{name}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** `1.0.0 → 1.1.0`, as the upper environment sees it. */
function moveOf({ from, to }: Pick<PromotionItem, "from" | "to">): string {
  if (from === null) return `${to?.version ?? ""} → removed`;
  if (to === null) return `${from.version} (new)`;
  return from.version === to.version ? from.version : `${to.version} → ${from.version}`;
}

function Origin({ origin }: Pick<PromotionItem, "origin">) {
  if (origin === null) return null;
  const { deploy, revision, pullRequest } = origin;
  return (
    <div className="whitespace-nowrap">
      {pullRequest !== null && (
        <div>
          <ExternalLink href={pullRequest.url}>#{pullRequest.number}</ExternalLink>
        </div>
      )}
      <Link
        to="/deploys/$id"
        params={{ id: deploy }}
        className="text-link"
        title="The deploy that brought it"
      >
        <ShortId id={revision ?? deploy} />
      </Link>
    </div>
  );
}
