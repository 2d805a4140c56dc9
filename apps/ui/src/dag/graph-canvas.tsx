import "@xyflow/react/dist/base.css";
import { MiniMap, Panel, ReactFlow, useReactFlow, useStoreApi } from "@xyflow/react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";

import { Button, IconButton } from "../design/button.tsx";
import { showUnseen } from "../design/plain-text.tsx";
import { changeLooks } from "./change-looks.ts";
import { firstViewport, zoomLimits } from "./first-viewport.ts";
import { GraphEdgeView } from "./graph-edge-view.tsx";
import { edgesOf, nodesOf } from "./graph-elements.ts";
import { GraphNodeView, type StepNode } from "./graph-node-view.tsx";
import type { Graph } from "./graph.ts";
import { type GraphLayout, nodeSize } from "./layout.ts";
import { moveSelection } from "./move-selection.ts";
import type { RunOverlay } from "./step-overlay.ts";

export interface GraphCanvasProps {
  /** What is shown; `layout` may hold more. */
  readonly graph: Graph;
  readonly layout: GraphLayout;
  readonly isDiff: boolean;
  readonly overlay: RunOverlay | null;
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
}

const nodeTypes = { step: GraphNodeView };
const edgeTypes = { dependency: GraphEdgeView };
/** With more than these, only what is in sight is drawn, and a small map helps to find one's way. */
const manyNodes = 40;

/** The drawing of a graph. One tab stop; arrows follow dependencies. */
export function GraphCanvas(props: GraphCanvasProps) {
  const { graph, layout, isDiff, overlay, selected, onSelect } = props;
  const frame = useRef<HTMLDivElement>(null);
  const hint = useId();
  const [box, setBox] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    const { width, height } = frame.current.getBoundingClientRect();
    setBox({ width: Math.max(width, 1), height: Math.max(height, 1) });
  }, [layout]);
  const all = useMemo(() => nodesOf({ graph, layout, isDiff, overlay }), [graph, layout, isDiff, overlay]);
  const edges = useMemo(() => edgesOf({ graph, layout, isDiff, overlay }), [graph, layout, isDiff, overlay]);
  const nodes = useMemo(
    () =>
      all.map((node) =>
        node.id === selected ? { ...node, data: { ...node.data, isSelected: true } } : node,
      ),
    [all, selected],
  );
  const hasMany = graph.nodes.length > manyNodes;

  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    if (event.key === "Escape" && selected !== null) onSelect(null);
    const next = moveSelection({ graph, layout, selected }, event.key);
    if (next !== null) onSelect(next);
    if (next !== null || event.key.startsWith("Arrow")) event.preventDefault();
  }

  const chosen = graph.nodes.find(({ id }) => id === selected);
  return (
    <>
      <div
        ref={frame}
        role="application"
        tabIndex={0}
        aria-label={`Graph of ${graph.nodes.length} steps`}
        aria-describedby={hint}
        onKeyDown={press}
        style={{ height: `clamp(15rem, ${layout.height + 24}px, 68vh)` }}
        className="w-full overflow-hidden rounded-md border border-line bg-canvas"
      >
        {box !== null && (
          <ReactFlow
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            defaultViewport={firstViewport(layout, box, selected)}
            minZoom={zoomLimits.min}
            maxZoom={zoomLimits.max}
            translateExtent={[
              [-box.width, -box.height],
              [layout.width + box.width, layout.height + box.height],
            ]}
            onlyRenderVisibleElements={hasMany}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            zoomOnScroll={false}
            preventScrolling={false}
            zoomOnDoubleClick={false}
            proOptions={{ hideAttribution: true }}
            onNodeClick={(_event, node) => onSelect(node.id)}
          >
            <ZoomButtons />
            <KeepInSight selected={selected} layout={layout} />
            {hasMany && (
              <MiniMap<StepNode>
                pannable
                ariaLabel="Small map of all steps"
                className="max-sm:hidden"
                bgColor="var(--sunken)"
                maskColor="color-mix(in srgb, var(--sunken) 60%, transparent)"
                nodeBorderRadius={12}
                nodeColor={({ data }) =>
                  data.isSelected ? "var(--accent)" : changeLooks[isDiff ? data.node.change : "same"].stroke
                }
              />
            )}
          </ReactFlow>
        )}
      </div>
      <p id={hint} className="sr-only">
        Arrow keys follow dependencies, Home and End lead to the first and last step, Escape lets go of the
        step. The table says the same.
      </p>
      <p aria-live="polite" className="sr-only">
        {chosen !== undefined &&
          `${showUnseen(chosen.id.slice(0, 200))}, ${chosen.type}, step ${chosen.order} of ${graph.nodes.length}${isDiff ? `, ${changeLooks[chosen.change].word}` : ""}`}
      </p>
    </>
  );
}

function ZoomButtons() {
  const flow = useReactFlow();
  return (
    <Panel position="top-right" className="flex gap-1">
      <IconButton
        icon="minus"
        label="Smaller"
        look="secondary"
        className="bg-surface"
        onClick={() => void flow.zoomOut()}
      />
      <IconButton icon="plus" label="Larger" look="secondary" onClick={() => void flow.zoomIn()} />
      <Button onClick={() => void flow.fitView({ padding: 0.05, maxZoom: 1 })}>Fit</Button>
    </Panel>
  );
}

/** Moves the drawing when the selected step is out of sight. */
function KeepInSight({
  selected,
  layout,
}: {
  readonly selected: string | null;
  readonly layout: GraphLayout;
}) {
  const flow = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    const corner = selected === null ? undefined : layout.nodes.get(selected);
    const pane = store.getState();
    if (corner === undefined || pane.width === 0) return;
    const { x, y, zoom } = flow.getViewport();
    const left = corner.x * zoom + x;
    const top = corner.y * zoom + y;
    const isInSight =
      left >= 0 &&
      top >= 0 &&
      left + nodeSize.width * zoom <= pane.width &&
      top + nodeSize.height * zoom <= pane.height;
    if (!isInSight) {
      void flow.setCenter(corner.x + nodeSize.width / 2, corner.y + nodeSize.height / 2, { zoom });
    }
  }, [selected, layout, flow, store]);
  return null;
}
