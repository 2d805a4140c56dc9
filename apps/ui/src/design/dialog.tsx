import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { IconButton } from "./button.tsx";
import { useFocusReturn } from "./use-focus-return.ts";

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One sentence: what this is about. */
  readonly description?: ReactNode;
  /** The buttons at the end. */
  readonly footer?: ReactNode;
  readonly isWide?: boolean;
  readonly children?: ReactNode;
}

/** A dialog over the page: its first field gets the focus, which it holds; closes with Escape, gives the focus back. */
export function Dialog({ isOpen, onClose, ...content }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[#0b1220]/50" />
        <Content {...content} />
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Lives as long as the dialog is open, and so knows what had the focus before. */
function Content({
  title,
  description,
  footer,
  isWide = false,
  children,
}: Omit<DialogProps, "isOpen" | "onClose">) {
  const returnFocus = useFocusReturn();
  return (
    <Radix.Content
      {...(description === undefined ? { "aria-describedby": undefined } : {})}
      onOpenAutoFocus={focusFirstField}
      onCloseAutoFocus={returnFocus}
      className={`fixed top-[8vh] left-1/2 z-50 flex max-h-[84vh] w-[calc(100vw-1.5rem)] -translate-x-1/2 flex-col rounded-lg border border-line bg-raised shadow-overlay ${isWide ? "max-w-3xl" : "max-w-lg"}`}
    >
      <div className="flex items-start justify-between gap-3 border-b border-line px-4 py-3">
        <div className="min-w-0">
          <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
          {description !== undefined && (
            <Radix.Description asChild>
              <div className="mt-0.5 text-sm text-muted">{description}</div>
            </Radix.Description>
          )}
        </div>
        <Radix.Close asChild>
          <IconButton icon="cross" label="Close" />
        </Radix.Close>
      </div>
      {children !== undefined && <div className="min-h-0 overflow-y-auto p-4">{children}</div>}
      {footer !== undefined && (
        <div className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3 max-sm:[&_button]:min-h-11 max-sm:[&_button]:flex-1">
          {footer}
        </div>
      )}
    </Radix.Content>
  );
}

/** Whoever has something to fill in begins there; without a field Radix chooses. */
function focusFirstField(event: Event): void {
  const box = event.currentTarget;
  if (!(box instanceof HTMLElement)) return;
  const field = box.querySelector<HTMLElement>(":is(input, select, textarea):not(:disabled)");
  if (field === null) return;
  event.preventDefault();
  field.focus();
}
