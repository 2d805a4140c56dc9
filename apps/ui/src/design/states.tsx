import type { ReactNode } from "react";

import { describeProblem } from "../api/api-failure.ts";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { Time } from "./time.tsx";
import { type Tone, toneClasses, toneText } from "./tone.ts";

interface NoteProps {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly title: string;
  /** What to do next. */
  readonly children?: ReactNode;
  readonly role?: "alert" | "status";
}

function Note({ icon, tone, title, children, role }: NoteProps) {
  return (
    <div role={role} className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      <Icon name={icon} className={`size-6 ${toneText[tone]}`} />
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-[60ch] space-y-2 text-sm text-muted">{children}</div>}
    </div>
  );
}

/** Nothing is here yet, and what to do about it. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Note icon="ring" tone="idle" title={title}>
      {children}
    </Note>
  );
}

/** Grey bars where content will be. */
export function Loading({ what, lines = 6 }: { readonly what: string; readonly lines?: number }) {
  return (
    <div role="status" aria-label={`Loading ${what}`} className="space-y-2.5 p-4">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="h-4 animate-pulse rounded bg-sunken" />
      ))}
    </div>
  );
}

export interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What could not be had, why, and what to do: also for what one may not see and for what is not there. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { kind, title, detail, requestId } = describeProblem(error);
  if (kind === "no-permission") {
    return (
      <Note icon="key" tone="warn" title="You may not see this" role="alert">
        <p>{detail}</p>
        <p>
          Ask an admin for a token with a higher role:{" "}
          <code className="font-mono">lockstep token create --role …</code>
        </p>
      </Note>
    );
  }
  return (
    <Note icon={kind === "not-found" ? "question" : "warning"} tone="bad" title={title} role="alert">
      <p>{detail}</p>
      {requestId !== null && <p className="text-xs">Request {requestId}</p>}
      {onRetry !== undefined && kind !== "not-found" && <Button onClick={onRetry}>Try again</Button>}
    </Note>
  );
}

/** Says that what is shown may be old, since when, and what happens. */
export function StaleBanner({ since, children }: { readonly since: string; readonly children?: ReactNode }) {
  return (
    <div
      role="status"
      className={`mb-3 flex flex-wrap items-center gap-2 rounded-md px-3 py-1.5 text-sm ${toneClasses.warn}`}
    >
      <Icon name="clock" />
      <span>
        This is from <Time at={since} />. {children ?? "It is fetched again by itself."}
      </span>
    </div>
  );
}

/** A remark above content: a base that moved, a hold in force. */
export function Banner({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: ReactNode;
}) {
  return (
    <div
      className={`mb-3 flex flex-wrap items-center gap-2 rounded-md px-3 py-2 text-sm ${toneClasses[tone]}`}
    >
      <Icon name={icon} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
