import { type ReactNode, useEffect } from "react";

import { showShort } from "./plain-text.tsx";

export interface PageHeaderProps {
  readonly title: ReactNode;
  /** Title of the window; needed when `title` is not a text. */
  readonly windowTitle?: string;
  /** What the page belongs to: links from the outermost inwards. */
  readonly trail?: ReactNode;
  /** States, right behind the title. */
  readonly badges?: ReactNode;
  readonly actions?: ReactNode;
  /** One or two sentences under the title. */
  readonly children?: ReactNode;
}

/** Head of each page: the only `h1`. */
export function PageHeader({ title, windowTitle, trail, badges, actions, children }: PageHeaderProps) {
  const name = windowTitle ?? (typeof title === "string" ? title : "");
  useEffect(() => {
    document.title = name === "" ? "Lockstep" : `${showShort(name, 120)} · Lockstep`;
  }, [name]);
  return (
    <header className="mb-4">
      {trail !== undefined && (
        <nav
          aria-label="Where this belongs"
          className="mb-1 flex flex-wrap items-center gap-1.5 text-sm text-muted"
        >
          {trail}
        </nav>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <h1 className="min-w-0 text-xl">{title}</h1>
          {badges}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children !== undefined && <div className="mt-1 max-w-[80ch] text-muted">{children}</div>}
    </header>
  );
}
