import type { StepType } from "@lockstep/model";
import type { ReactNode } from "react";

const shapes: Readonly<Record<StepType, ReactNode>> = {
  http: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M2 8h12M8 2c2.200 2 2.200 10 0 12M8 2c-2.200 2-2.200 10 0 12" />
    </>
  ),
  llm: (
    <path d="M7 2.500 8.500 6 12 7.500 8.500 9 7 12.500 5.500 9 2 7.500 5.500 6zM12.500 10.500v3m-1.500-1.500h3" />
  ),
  embeddings: (
    <>
      <circle cx="4" cy="11.500" r="1.500" />
      <circle cx="11.500" cy="4" r="1.500" />
      <circle cx="12" cy="12" r="1.500" />
      <circle cx="5" cy="5" r="1.500" />
      <path d="m6.200 6.200 4.600 4.600M6.500 4.800 10 4.200" />
    </>
  ),
  transform: <path d="M2.500 5.500h9m-2.500-3 3 3-3 3M13.500 10.500h-9m2.500-3-3 3 3 3" />,
  filter: <path d="M2.500 3.500h11L9.500 8.500v4.500l-3-1.500v-3z" />,
  switch: (
    <path d="M2.500 8h3.500c2 0 2-4 4-4h3m0 8h-3c-2 0-2-4-4-4m5.500-6.500L13.500 4l-2 2.500m0 3 2 2.500-2 2.500" />
  ),
  validate: <path d="M8 2 13 4v4c0 3-2 5-5 6.500C5 13 3 11 3 8V4zM5.800 8l1.600 1.700 3-3.400" />,
  assert: <path d="M8 2.500v7m0 3v.2" strokeWidth="2.200" />,
  return: <path d="M13 3.500v3a2.500 2.500 0 0 1-2.500 2.500H3.500m3-3-3 3 3 3" />,
  sql: (
    <>
      <ellipse cx="8" cy="4" rx="5" ry="2" />
      <path d="M3 4v8c0 1.100 2.200 2 5 2s5-.9 5-2V4M3 8c0 1.100 2.200 2 5 2s5-.9 5-2" />
    </>
  ),
  code: <path d="M5 4.500 1.500 8 5 11.500M11 4.500 14.500 8 11 11.500M9.200 3 6.800 13" />,
  file: <path d="M4 2h5l3 3v9H4zM9 2v3h3" />,
  wait: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.500V8l2.500 1.500" />
    </>
  ),
  approval: (
    <>
      <circle cx="6" cy="5" r="2.500" />
      <path d="M1.500 13.500c.4-3 2.200-4.500 4.500-4.500 1 0 1.900.3 2.600.8M9.500 12l1.500 1.500 3-3.500" />
    </>
  ),
  pipeline: <path d="M2.500 2.500h4v4h-4zM9.500 9.500h4v4h-4zM4.500 6.500v5h5" />,
  notify: (
    <path d="M8 2a4 4 0 0 0-4 4c0 3.500-1.500 5-1.500 5h11S12 9.500 12 6a4 4 0 0 0-4-4zM6.700 13.500h2.600" />
  ),
  set: (
    <path d="M5.500 3H4.200c-1 0-1 4-2.200 5 1.200 1 1.200 5 2.200 5h1.300M10.500 3h1.300c1 0 1 4 2.200 5-1.200 1-1.200 5-2.200 5h-1.300" />
  ),
  echo: <path d="M2.500 4h11v7h-6l-3 2.500V11h-2z" />,
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
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`inline-block size-4 shrink-0 ${className}`}
    >
      {isKnown(type) ? shapes[type] : <path d="M3.500 3.500h9v9h-9z" />}
    </svg>
  );
}

function isKnown(type: string): type is StepType {
  return Object.hasOwn(shapes, type);
}
