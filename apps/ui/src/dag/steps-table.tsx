import { useState } from "react";

import { Badge } from "../design/badge.tsx";
import { Button } from "../design/button.tsx";
import { PlainText } from "../design/plain-text.tsx";
import { Cell, HeadCell, Row, Table } from "../design/table.tsx";
import { useListKeys } from "../design/use-list-keys.ts";
import { changeLooks } from "./change-looks.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { StepTypeIcon } from "./step-type-icon.tsx";

export interface StepsTableProps {
  readonly graph: Graph;
  readonly isDiff: boolean;
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
}

const columns = { order: "#", id: "Step", type: "Type" } as const;
type Column = keyof typeof columns;

/** Rows rendered at first; a table of five hundred takes longer than a frame. */
const rowsAtFirst = 100;

/** The same as the graph, as a table: for those who listen, search or copy. */
export function StepsTable({ graph, isDiff, selected, onSelect }: StepsTableProps) {
  const [sort, setSort] = useState<{ readonly by: Column; readonly isDown: boolean }>({
    by: "order",
    isDown: false,
  });
  const [isAll, setAll] = useState(false);
  const sorted = sortNodes(graph.nodes, sort.by, sort.isDown);
  const rows = isAll ? sorted : sorted.slice(0, rowsAtFirst);
  useListKeys({
    count: rows.length,
    selected: rows.findIndex(({ id }) => id === selected),
    onSelect: (index) => onSelect(rows[index]?.id ?? null),
    onOpen: (index) => onSelect(rows[index]?.id ?? null),
  });
  const turn = (by: Column) => setSort({ by, isDown: sort.by === by && !sort.isDown });
  return (
    <div className="rounded-md border border-line bg-surface">
      <Table caption="Steps in the order of execution">
        <thead>
          <tr>
            {(Object.keys(columns) as Column[]).map((name) => (
              <HeadCell
                key={name}
                aria-sort={sort.by === name ? (sort.isDown ? "descending" : "ascending") : "none"}
              >
                <button type="button" className="hover:text-text" onClick={() => turn(name)}>
                  {columns[name]}
                  <span aria-hidden="true">{sort.by === name && (sort.isDown ? " ↓" : " ↑")}</span>
                </button>
              </HeadCell>
            ))}
            {isDiff && <HeadCell>Difference</HeadCell>}
            <HeadCell>After</HeadCell>
            <HeadCell>Runs</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map((node) => (
            <Row
              key={node.id}
              aria-selected={node.id === selected}
              className={node.id === selected ? "bg-accent-soft" : ""}
            >
              <Cell className="text-muted">{node.order}</Cell>
              <Cell className="max-w-80">
                <button
                  type="button"
                  className="text-left font-medium text-accent hover:underline"
                  onClick={() => onSelect(node.id)}
                >
                  <PlainText text={shorten(node.id)} limit={null} />
                </button>
                {node.title !== "" && (
                  <div className="text-xs text-muted">
                    <PlainText text={node.title} limit={120} />
                  </div>
                )}
              </Cell>
              <Cell>
                <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
                  <StepTypeIcon type={node.type} className="text-muted" />
                  <PlainText text={shorten(node.type)} limit={null} />
                </span>
              </Cell>
              {isDiff && (
                <Cell>
                  <Difference node={node} />
                </Cell>
              )}
              <Cell className="max-w-64">
                <PlainText text={node.dependsOn.join(", ")} limit={120} />
              </Cell>
              <Cell className="max-w-80">
                <PlainText text={describeConditions(node)} limit={120} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {rows.length < sorted.length && (
        <div className="border-t border-line p-2 text-center">
          <Button look="quiet" onClick={() => setAll(true)}>
            Show all {sorted.length} steps
          </Button>
        </div>
      )}
    </div>
  );
}

function Difference({ node }: { readonly node: GraphNode }) {
  const { word, tone, icon } = changeLooks[node.change];
  if (node.change === "same") return <span className="text-muted">{word}</span>;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      <PlainText text={node.fields.map(({ field }) => field).join(", ")} limit={160} />
    </div>
  );
}

function sortNodes(nodes: readonly GraphNode[], by: Column, isDown: boolean): readonly GraphNode[] {
  const sorted = [...nodes].sort((a, b) => {
    if (by === "order" || a[by] === b[by]) return a.order - b.order;
    return a[by] < b[by] ? -1 : 1;
  });
  return isDown ? sorted.reverse() : sorted;
}

const runsOn: Readonly<Record<string, string>> = { failure: "if one before failed", always: "in any case" };

/** When a step runs, in words; empty when always after success. */
export function describeConditions({ runOn, when, isForEach }: GraphNode): string {
  return [runsOn[runOn] ?? "", when === null ? "" : `when ${when}`, isForEach ? "for each item" : ""]
    .filter((part) => part !== "")
    .join(", ");
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
