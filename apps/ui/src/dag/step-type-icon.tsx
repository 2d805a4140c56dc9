import type { StepType } from "@lockstep/model";
import type { ReactNode } from "react";

import { Drawing } from "../design/icon.tsx";

const shapes: Readonly<Record<StepType, ReactNode>> = {
  http: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M2 8h12M8 2c2.2 2 2.2 10 0 12M8 2c-2.2 2-2.2 10 0 12" />
    </>
  ),
  llm: <path d="M7 2.5 8.5 6 12 7.5 8.5 9 7 12.5 5.5 9 2 7.5 5.5 6zM12.5 10.5v3m-1.5-1.5h3" />,
  embeddings: (
    <>
      <circle cx="4" cy="11.5" r="1.5" />
      <circle cx="11.5" cy="4" r="1.5" />
      <circle cx="12" cy="12" r="1.5" />
      <circle cx="5" cy="5" r="1.5" />
      <path d="m6.2 6.2 4.6 4.6M6.5 4.8 10 4.2" />
    </>
  ),
  transform: <path d="M2.5 5.5h9m-2.5-3 3 3-3 3M13.5 10.5h-9m2.5-3-3 3 3 3" />,
  filter: <path d="M2.5 3.5h11L9.5 8.5v4.5l-3-1.5v-3z" />,
  switch: <path d="M2.5 8h3.5c2 0 2-4 4-4h3m0 8h-3c-2 0-2-4-4-4m5.5-6.5L13.5 4l-2 2.5m0 3 2 2.5-2 2.5" />,
  validate: <path d="M8 2 13 4v4c0 3-2 5-5 6.5C5 13 3 11 3 8V4zM5.8 8l1.6 1.7 3-3.4" />,
  assert: <path d="M8 2.5v7m0 3v.2" strokeWidth="2.2" />,
  return: <path d="M13 3.5v3a2.5 2.5 0 0 1-2.5 2.5H3.5m3-3-3 3 3 3" />,
  sql: (
    <>
      <ellipse cx="8" cy="4" rx="5" ry="2" />
      <path d="M3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2" />
    </>
  ),
  code: <path d="M5 4.5 1.5 8 5 11.5M11 4.5 14.5 8 11 11.5M9.2 3 6.8 13" />,
  file: <path d="M4 2h5l3 3v9H4zM9 2v3h3" />,
  wait: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.5 1.5" />
    </>
  ),
  approval: (
    <>
      <circle cx="6" cy="5" r="2.5" />
      <path d="M1.5 13.5c.4-3 2.2-4.5 4.5-4.5 1 0 1.9.3 2.6.8M9.5 12l1.5 1.5 3-3.5" />
    </>
  ),
  pipeline: <path d="M2.5 2.5h4v4h-4zM9.5 9.5h4v4h-4zM4.5 6.5v5h5" />,
  notify: <path d="M8 2a4 4 0 0 0-4 4c0 3.5-1.5 5-1.5 5h11S12 9.5 12 6a4 4 0 0 0-4-4zM6.7 13.5h2.6" />,
  set: (
    <path d="M5.5 3H4.2c-1 0-1 4-2.2 5 1.2 1 1.2 5 2.2 5h1.3M10.5 3h1.3c1 0 1 4 2.2 5-1.2 1-1.2 5-2.2 5h-1.3" />
  ),
  echo: <path d="M2.5 4h11v7h-6l-3 2.5V11h-2z" />,
};

/** A drawing for a step's type; a plain square for one that is not known here. Decoration only: the word stands beside it. */
export function StepTypeIcon({
  type,
  className = "",
}: {
  readonly type: string;
  readonly className?: string;
}) {
  return (
    <Drawing strokeWidth={1.4} className={className}>
      {isKnown(type) ? shapes[type] : <path d="M3.5 3.5h9v9h-9z" />}
    </Drawing>
  );
}

function isKnown(type: string): type is StepType {
  return Object.hasOwn(shapes, type);
}
