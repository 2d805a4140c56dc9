import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { createContext, memo, useContext } from "react";

import { Icon } from "../design/icon.tsx";
import { showUnseen } from "../design/plain-text.tsx";
import { toneText } from "../design/tone.ts";
import { changeLooks } from "./change-looks.ts";
import type { GraphNode } from "./graph.ts";
import { StepTypeIcon } from "./step-type-icon.tsx";

export type StepNode = Node<
  {
    readonly node: GraphNode;
    /** Whether differences are shown: what is the same is dimmed then. */
    readonly isDiff: boolean;
  },
  "step"
>;

/** Id of the selected step: beside the nodes, so that choosing another one renders two of them, not all. */
export const SelectedStep = createContext<string | null>(null);

/** Ends of edges must be there to be found, but nobody draws edges here. */
const endClasses = "!pointer-events-none !opacity-0";

/** A step in the graph: drawing of its type, id, what it is, its conditions, and how it differs. */
export const GraphNodeView = memo(function GraphNodeView({ data }: NodeProps<StepNode>) {
  const { node, isDiff } = data;
  const isSelected = useContext(SelectedStep) === node.id;
  const look = changeLooks[isDiff ? node.change : "same"];
  // By colour and not by opacity: dimmed words must stay readable.
  const isDimmed = isDiff && node.change === "same";
  return (
    <div
      data-step={node.id}
      className={`flex h-full w-full items-center gap-2 rounded-md border px-2.5 ${isDimmed ? "border-line bg-transparent text-muted" : look.frame} ${isSelected ? "outline-2 outline-offset-2 outline-accent" : ""} `}
    >
      <StepTypeIcon type={node.type} className="text-muted" />
      <div className="min-w-0 flex-1 leading-tight">
        <div className="truncate text-sm font-medium">
          <bdi>{showUnseen(shorten(node.id))}</bdi>
        </div>
        <div className="truncate text-xs text-muted">
          <bdi>{describe(node, isDiff)}</bdi>
        </div>
      </div>
      <Handle type="target" position={Position.Top} isConnectable={false} className={endClasses} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className={endClasses} />
      {isDiff && node.change !== "same" && <Icon name={look.icon} className={toneText[look.tone]} />}
    </div>
  );
});

/** One line is shown; more than this is never needed for it. */
function shorten(text: string): string {
  return text.slice(0, 80);
}

function describe(node: GraphNode, isDiff: boolean): string {
  if (isDiff && node.change === "changed") return node.fields.map(({ field }) => shorten(field)).join(", ");
  const parts = [
    node.callee === null ? node.type : `${node.type} ${node.callee.slug}`,
    node.isForEach ? "for each" : "",
    node.when === null ? "" : "if …",
    node.title,
  ];
  return parts
    .filter((part) => part !== "")
    .map((part) => showUnseen(shorten(part)))
    .join(" · ");
}
