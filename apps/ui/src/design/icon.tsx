import type { ReactNode } from "react";

const shapes = {
  check: <path d="m3.500 8.500 3 3 6-7" />,
  cross: <path d="m4 4 8 8m0-8-8 8" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.500V8l2.500 1.500" />
    </>
  ),
  spinner: <path d="M8 2a6 6 0 1 1-6 6" />,
  pause: <path d="M5.500 3.500v9m5-9v9" />,
  drift: <path d="M2 6.500c2-3 4-3 6 0s4 3 6 0M2 11c2-3 4-3 6 0s4 3 6 0" />,
  pending: <path d="M8 12.500V4m-3.500 3L8 3.500 11.500 7" />,
  refused: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m4 12 8-8" />
    </>
  ),
  question: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.300 6.300a1.700 1.700 0 1 1 2.500 1.600c-.6.3-.8.6-.8 1.200m0 2v.1" />
    </>
  ),
  warning: <path d="M8 2.500 14.500 13.500h-13zM8 6.500v3.500m0 1.800v.1" />,
  dot: <circle cx="8" cy="8" r="3.500" fill="currentColor" />,
  ring: <circle cx="8" cy="8" r="4" />,
  half: (
    <>
      <circle cx="8" cy="8" r="4.500" />
      <path d="M8 3.500a4.500 4.500 0 0 1 0 9z" fill="currentColor" />
    </>
  ),
  diamond: <path d="m8 2.500 5.500 5.500L8 13.500 2.500 8z" fill="currentColor" />,
  dash: <path d="M4 8h8" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.500" />
      <path d="m10.500 10.500 3.500 3.500" />
    </>
  ),
  menu: <path d="M2.500 4.500h11m-11 3.500h11m-11 3.500h11" />,
  more: <path d="M3.500 8h.1m4.300 0h.1m4.400 0h.1" strokeWidth="2.500" />,
  chevron: <path d="m6 4 4 4-4 4" />,
  down: <path d="m4 6 4 4 4-4" />,
  external: <path d="M6.500 3.500h-3v9h9v-3m-3-6h3v3m0-3-5.500 5.500" />,
  copy: <path d="M5.500 5.500h7v7h-7zM3.500 10.500v-7h7" />,
  play: <path d="M5 3.500v9l7-4.500z" fill="currentColor" />,
  back: <path d="M6 3.500 2.500 7 6 10.500M3 7h6.500a3.500 3.500 0 0 1 0 7H7" />,
  person: (
    <>
      <circle cx="8" cy="5" r="2.500" />
      <path d="M3 13.500c.5-3 2.500-4.500 5-4.500s4.500 1.500 5 4.500" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.800" />
      <path d="M8 1.500v1.500m0 10v1.500M1.500 8H3m10 0h1.500M3.400 3.400l1 1m7.200 7.200 1 1m0-9.200-1 1m-7.200 7.200-1 1" />
    </>
  ),
  moon: <path d="M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  tilde: <path d="M2.500 9c1.500-3 3.500-3 5.500-1s4 2 5.500-1" />,
  up: <path d="M8 13V3.500M4 7.500l4-4 4 4" />,
  home: <path d="M2.500 7.500 8 3l5.500 4.500v6h-11z" />,
  list: <path d="M5.500 4h8m-8 4h8m-8 4h8M2.500 4h.1m-.1 4h.1m-.1 4h.1" />,
  chart: <path d="M2.500 13.500h11M4.500 11V8m3.500 3V4m3.500 7V6" />,
  book: (
    <path d="M3 3h4.500A1.500 1.500 0 0 1 8 4.500 1.500 1.500 0 0 1 9.500 3H13v9.500H9.500A1.500 1.500 0 0 0 8 14a1.500 1.500 0 0 0-.5-1.500H3z" />
  ),
  gear: (
    <>
      <circle cx="8" cy="8" r="2.200" />
      <path d="M8 1.800v2.400m0 7.600v2.400M1.800 8h2.400m7.600 0h2.400M3.600 3.600l1.700 1.700m5.400 5.400 1.700 1.700m0-8.800-1.700 1.700m-5.400 5.400-1.700 1.700" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="8" r="2.500" />
      <path d="M7.500 8H14v2.500M11.500 8v2" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** A 16 px line drawing in the colour of the text. Decoration only: the word beside it is what is read out. */
export function Icon({ name, className = "" }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`inline-block size-4 shrink-0 ${className}`}
    >
      {shapes[name]}
    </svg>
  );
}
