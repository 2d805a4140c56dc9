import { type ReactNode, useId } from "react";

export interface PanelProps {
  readonly title: ReactNode;
  /** Beside the title, at the end of the line. */
  readonly actions?: ReactNode;
  /** Without the inner margin: for tables that reach to the edge. */
  readonly isFlush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ title, actions, isFlush = false, className = "", children }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`min-w-0 rounded-lg border border-line bg-surface ${className}`}>
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
        <h2 id={id} className="text-sm">
          {title}
        </h2>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      <div className={isFlush ? "" : "p-4"}>{children}</div>
    </section>
  );
}
