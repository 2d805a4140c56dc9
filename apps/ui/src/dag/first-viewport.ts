import type { Viewport } from "@xyflow/react";

import { type GraphLayout, nodeSize } from "./layout.ts";

/** Below this size names cannot be read. */
const leastReadable = 0.6;

export const zoomLimits = { min: 0.2, max: 1.5 } as const;

/** Pixels above the graph that its buttons take. */
export const buttonsHeight = 48;

interface Box {
  readonly width: number;
  readonly height: number;
}

/** Shows the whole graph where it stays readable, or else its start or the selected step, in the middle. */
export function firstViewport(layout: GraphLayout, box: Box, selected: string | null): Viewport {
  const below = { width: box.width, height: Math.max(box.height - buttonsHeight, 1) };
  const whole = Math.min(1, below.width / layout.width, below.height / layout.height);
  if (whole >= leastReadable) {
    const placed = place({ x: layout.width / 2, y: layout.height / 2 }, below, whole);
    return { ...placed, y: placed.y + buttonsHeight };
  }
  const zoom = 0.85;
  const [first] = layout.nodes.keys();
  const corner = layout.nodes.get(selected ?? "");
  if (corner !== undefined) return place(centerOf(corner), box, zoom);
  const start = layout.nodes.get(first ?? "") ?? { x: 0, y: 0 };
  return { ...place(centerOf(start), box, zoom), y: buttonsHeight };
}

function place(center: { x: number; y: number }, box: Box, zoom: number): Viewport {
  return { x: box.width / 2 - center.x * zoom, y: box.height / 2 - center.y * zoom, zoom };
}

function centerOf({ x, y }: { x: number; y: number }) {
  return { x: x + nodeSize.width / 2, y: y + nodeSize.height / 2 };
}
