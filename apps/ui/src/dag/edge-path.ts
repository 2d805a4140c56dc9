import type { Point } from "./layout.ts";

/** The SVG path through points, its corners rounded. */
export function edgePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return "";
  const turns = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const isLastTurn = index === rest.length - 2;
    const end = isLastTurn ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  const end = turns.length === 0 ? `L${last.x} ${last.y}` : "";
  return `M${first.x} ${first.y}${turns.join("")}${end}`;
}

/** The point in the middle of a way, for a label. */
export function middleOf(points: readonly Point[]): Point {
  const index = Math.floor((points.length - 1) / 2);
  const a = points[index] ?? { x: 0, y: 0 };
  const b = points[index + 1] ?? a;
  return points.length % 2 === 1 ? a : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
