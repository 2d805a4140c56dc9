import type { ReactNode } from "react";

const shapes = {
  check: <path d="m3.5 8.5 3 3 6-7" />,
  cross: <path d="m4 4 8 8m0-8-8 8" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.5 1.5" />
    </>
  ),
  spinner: <path d="M8 2a6 6 0 1 1-6 6" />,
  pause: <path d="M5.5 3.5v9m5-9v9" />,
  drift: <path d="M2 6.5c2-3 4-3 6 0s4 3 6 0M2 11c2-3 4-3 6 0s4 3 6 0" />,
  pending: <path d="M8 12.5V4m-3.5 3L8 3.5 11.5 7" />,
  refused: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m4 12 8-8" />
    </>
  ),
  question: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.3 6.3a1.7 1.7 0 1 1 2.5 1.6c-.6.3-.8.6-.8 1.2m0 2v.1" />
    </>
  ),
  warning: <path d="M8 2.5 14.5 13.5h-13zM8 6.5v3.5m0 1.8v.1" />,
  dot: <circle cx="8" cy="8" r="3.5" fill="currentColor" />,
  ring: <circle cx="8" cy="8" r="4" />,
  half: (
    <>
      <circle cx="8" cy="8" r="4.5" />
      <path d="M8 3.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" />
    </>
  ),
  diamond: <path d="m8 2.5 5.5 5.5L8 13.5 2.5 8z" fill="currentColor" />,
  dash: <path d="M4 8h8" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.5 3.5" />
    </>
  ),
  menu: <path d="M2.5 4.5h11m-11 3.5h11m-11 3.5h11" />,
  more: <path d="M3.5 8h.1m4.3 0h.1m4.4 0h.1" strokeWidth="2.5" />,
  chevron: <path d="m6 4 4 4-4 4" />,
  down: <path d="m4 6 4 4 4-4" />,
  external: <path d="M6.5 3.5h-3v9h9v-3m-3-6h3v3m0-3-5.5 5.5" />,
  copy: <path d="M5.5 5.5h7v7h-7zM3.5 10.5v-7h7" />,
  play: <path d="M5 3.5v9l7-4.5z" fill="currentColor" />,
  back: <path d="M6 3.5 2.5 7 6 10.5M3 7h6.5a3.5 3.5 0 0 1 0 7H7" />,
  person: (
    <>
      <circle cx="8" cy="5" r="2.5" />
      <path d="M3 13.5c.5-3 2.5-4.5 5-4.5s4.5 1.5 5 4.5" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.5v1.5m0 10v1.5M1.5 8H3m10 0h1.5M3.4 3.4l1 1m7.2 7.2 1 1m0-9.2-1 1m-7.2 7.2-1 1" />
    </>
  ),
  moon: <path d="M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  tilde: <path d="M2.5 9c1.5-3 3.5-3 5.5-1s4 2 5.5-1" />,
  up: <path d="M8 13V3.5M4 7.5l4-4 4 4" />,
  home: <path d="M2.5 7.5 8 3l5.5 4.5v6h-11z" />,
  list: <path d="M5.5 4h8m-8 4h8m-8 4h8M2.5 4h.1m-.1 4h.1m-.1 4h.1" />,
  chart: <path d="M2.5 13.5h11M4.5 11V8m3.5 3V4m3.5 7V6" />,
  book: (
    <path d="M3 3h4.5A1.5 1.5 0 0 1 8 4.5 1.5 1.5 0 0 1 9.5 3H13v9.5H9.5A1.5 1.5 0 0 0 8 14a1.5 1.5 0 0 0-.5-1.5H3z" />
  ),
  gear: (
    <>
      <circle cx="8" cy="8" r="2.2" />
      <path d="M8 1.8v2.4m0 7.6v2.4M1.8 8h2.4m7.6 0h2.4M3.6 3.6l1.7 1.7m5.4 5.4 1.7 1.7m0-8.8-1.7 1.7m-5.4 5.4-1.7 1.7" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="8" r="2.5" />
      <path d="M7.5 8H14v2.5M11.5 8v2" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** A 16 px line drawing in the colour of the text. Decoration only: the word beside it is what is read out. */
export function Icon({ name, className = "" }: { readonly name: IconName; readonly className?: string }) {
  return <Drawing className={className}>{shapes[name]}</Drawing>;
}

export interface DrawingProps {
  readonly className?: string;
  /** In the 16 units of its side. */
  readonly strokeWidth?: number;
  /** Shapes of SVG. */
  readonly children: ReactNode;
}

/** The frame of every line drawing. */
export function Drawing({ className = "", strokeWidth = 1.6, children }: DrawingProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`inline-block size-4 shrink-0 ${className}`}
    >
      {children}
    </svg>
  );
}
