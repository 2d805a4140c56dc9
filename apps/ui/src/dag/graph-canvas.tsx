import "@xyflow/react/dist/base.css";
import { MiniMap, Panel, ReactFlow, useReactFlow, useStore } from "@xyflow/react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";

import { Button, IconButton } from "../design/button.tsx";
import { showUnseen } from "../design/plain-text.tsx";
import { changeLooks } from "./change-looks.ts";
import { buttonsHeight, firstViewport, zoomLimits } from "./first-viewport.ts";
import { GraphEdgeView } from "./graph-edge-view.tsx";
import { edgesOf, nodesOf } from "./graph-elements.ts";
import { GraphNodeView, SelectedStep, type StepNode } from "./graph-node-view.tsx";
import type { Graph } from "./graph.ts";
import { type GraphLayout, nodeSize } from "./layout.ts";
import { moveSelection } from "./move-selection.ts";

export interface GraphCanvasProps {
  /** What is shown; `layout` may hold more. */
  readonly graph: Graph;
  readonly layout: GraphLayout;
  readonly isDiff: boolean;
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
}

const nodeTypes = { step: GraphNodeView };
const edgeTypes = { dependency: GraphEdgeView };
/** With more than these, only what is in sight is drawn, and a small map helps to find one's way. */
const manyNodes = 40;

/** The drawing of a graph. One tab stop; arrows follow dependencies. */
export function GraphCanvas(props: GraphCanvasProps) {
  const { graph, layout, isDiff, selected, onSelect } = props;
  const frame = useRef<HTMLDivElement>(null);
  const hint = useId();
  const [box, setBox] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    const { width, height } = frame.current.getBoundingClientRect();
    setBox({ width: Math.max(width, 1), height: Math.max(height, 1) });
  }, [layout]);
  const nodes = useMemo(() => nodesOf({ graph, layout, isDiff }), [graph, layout, isDiff]);
  const edges = useMemo(() => edgesOf({ graph, layout, isDiff }), [graph, layout, isDiff]);
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
        style={{ height: `clamp(15rem, ${layout.height + 24 + buttonsHeight}px, 62vh)` }}
        className="w-full overflow-hidden rounded-md border border-line bg-canvas"
      >
        {box !== null && (
          <SelectedStep value={selected}>
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
                  maskColor="color-mix(in srgb, var(--line) 55%, transparent)"
                  maskStrokeColor="var(--accent)"
                  maskStrokeWidth={2}
                  nodeStrokeWidth={40}
                  nodeStrokeColor={isDiff ? changeColor : plainColor}
                  style={{ width: 150, height: 110 }}
                  nodeBorderRadius={12}
                  nodeColor={isDiff ? changeColor : plainColor}
                />
              )}
            </ReactFlow>
          </SelectedStep>
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

function changeColor({ data }: StepNode): string {
  return changeLooks[data.node.change].stroke;
}

function plainColor(): string {
  return changeLooks.same.stroke;
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
      <Button
        onClick={() =>
          void flow.fitView({ padding: { top: `${buttonsHeight}px`, x: 0.05, bottom: 0.05 }, maxZoom: 1 })
        }
      >
        Fit
      </Button>
    </Panel>
  );
}

/** Moves the drawing when the selected step is out of sight, and keeps the middle in the middle when room is lost. */
function KeepInSight({
  selected,
  layout,
}: {
  readonly selected: string | null;
  readonly layout: GraphLayout;
}) {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const last = useRef(width);
  useEffect(() => {
    if (width === 0) return;
    const view = flow.getViewport();
    const x = view.x + (last.current === 0 ? 0 : (width - last.current) / 2);
    last.current = width;
    const corner = selected === null ? undefined : layout.nodes.get(selected);
    const left = (corner?.x ?? 0) * view.zoom + x;
    const top = (corner?.y ?? 0) * view.zoom + view.y;
    const isInSight =
      left >= 0 &&
      top >= 0 &&
      left + nodeSize.width * view.zoom <= width &&
      top + nodeSize.height * view.zoom <= height;
    if (corner === undefined || isInSight) {
      if (x !== view.x) void flow.setViewport({ ...view, x });
      return;
    }
    const [middleX, middleY] = [corner.x + nodeSize.width / 2, corner.y + nodeSize.height / 2];
    void flow.setCenter(middleX, middleY, { zoom: view.zoom });
  }, [selected, layout, flow, width, height]);
  return null;
}
