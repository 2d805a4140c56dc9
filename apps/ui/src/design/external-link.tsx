import type { ReactNode } from "react";

import { Icon } from "./icon.tsx";
import { PlainText } from "./plain-text.tsx";

/** A link out of the dashboard. What is not an http(s) URL is shown as the text it is. */
export function ExternalLink({ href, children }: { readonly href: string; readonly children?: ReactNode }) {
  if (!isWebAddress(href)) return <PlainText text={href} limit={120} />;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className="text-link">
      {children ?? <PlainText isInControl text={href} limit={120} />}
      <Icon name="external" className="ml-0.5 size-3" />
      <span className="sr-only"> (opens a new tab)</span>
    </a>
  );
}

function isWebAddress(href: string): boolean {
  if (!URL.canParse(href)) return false;
  const { protocol } = new URL(href);
  return protocol === "https:" || protocol === "http:";
}
