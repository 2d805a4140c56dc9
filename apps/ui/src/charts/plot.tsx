import "uplot/dist/uPlot.min.css";
import { type ReactNode, useEffect, useRef, useState } from "react";
import UPlot, { type AlignedData, type Options } from "uplot";

import { type Colours, useColours } from "./colours.ts";

/** Everything about a drawing but its size. It must be the same function as long as it draws the same way. */
export type BuildPlot = (colours: Colours) => Omit<Options, "width" | "height">;

/** Where the drawing stands within its box, for what is laid over it. */
export interface PlotFrame {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  /** Pixels from the left of the box for a value of the x axis, in seconds. */
  xOf(seconds: number): number;
}

export interface PlotProps {
  /** What is drawn; a table beside it says the same in numbers. */
  readonly label: string;
  readonly height: number;
  readonly data: AlignedData;
  readonly build: BuildPlot;
  /** What is laid over the drawing. */
  readonly overlay?: (frame: PlotFrame) => ReactNode;
}

/** A drawing that fits its box and follows the theme. Loaded with whatever shows it, never with the first page. */
export function Plot({ label, height, data, build, overlay }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const [frame, setFrame] = useState<PlotFrame | null>(null);
  const colours = useColours();
  const latest = useRef(data);

  useEffect(() => {
    const host = box.current;
    if (host === null) return undefined;
    const { hooks = {}, ...options } = build(colours);
    const measure = (drawn: UPlot) => setFrame(frameOf(drawn));
    const made = new UPlot(
      {
        ...options,
        width: host.clientWidth,
        height,
        hooks: { ...hooks, draw: [...(hooks.draw ?? []), measure] },
      },
      latest.current,
      host,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => {
      if (host.clientWidth > 0 && host.clientWidth !== made.width)
        made.setSize({ width: host.clientWidth, height });
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [build, colours, height]);

  useEffect(() => {
    latest.current = data;
    plot.current?.setData(data);
  }, [data]);

  return (
    <div className="relative min-w-0">
      <div ref={box} role="img" aria-label={label} className="min-w-0 overflow-hidden" />
      {frame !== null && overlay?.(frame)}
    </div>
  );
}

function frameOf(drawn: UPlot): PlotFrame {
  const { left, top, width, height } = drawn.bbox;
  const ratio = UPlot.pxRatio;
  const edge = left / ratio;
  return {
    left: edge,
    top: top / ratio,
    width: width / ratio,
    height: height / ratio,
    xOf: (seconds) => edge + drawn.valToPos(seconds, "x"),
  };
}
