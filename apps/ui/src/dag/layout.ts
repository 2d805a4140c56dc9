/** What a layout needs to know of a graph: names and who waits for whom. */
export interface LayoutRequest {
  readonly nodes: readonly string[];
  readonly edges: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

/** In pixels, from the upper left corner of the graph. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything stands. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Upper left corner of each node. */
  readonly nodes: ReadonlyMap<string, Point>;
  /** The way of each edge, from node to node. */
  readonly edges: ReadonlyMap<string, readonly Point[]>;
}

/** Size of every node, in pixels. */
export const nodeSize = { width: 216, height: 54 } as const;
