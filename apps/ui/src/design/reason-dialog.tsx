import { type ReactNode, useState } from "react";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { controlClasses, Field } from "./field.tsx";

export interface ReasonDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** What the button does, such as `Roll back`. */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** Whether it may go without a reason. */
  readonly isReasonOptional?: boolean;
  /** Does it; what it throws is shown and the dialog stays open. */
  readonly onConfirm: (reason: string) => Promise<unknown>;
  /** More fields, above the reason. */
  readonly children?: ReactNode;
}

/** Asks why, does it, and says what went wrong. */
export function ReasonDialog(props: ReasonDialogProps) {
  const {
    isOpen,
    onClose,
    title,
    description,
    action,
    isDangerous = false,
    isReasonOptional = false,
  } = props;
  const [reason, setReason] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isTooShort = !isReasonOptional && reason.trim().length < 3;

  async function confirm() {
    setBusy(true);
    setError(null);
    try {
      await props.onConfirm(reason.trim());
      setReason("");
      onClose();
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : "It did not work. Try again.");
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      {...{ isOpen, onClose, title, description }}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="reason-form"
            look={isDangerous ? "danger" : "primary"}
            isBusy={isBusy}
            disabled={isTooShort}
          >
            {action}
          </Button>
        </>
      }
    >
      <form
        id="reason-form"
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isTooShort) void confirm();
        }}
      >
        {props.children}
        <Field
          label={isReasonOptional ? "Reason (optional)" : "Reason"}
          hint="Everybody who reads the ledger sees it."
          error={error}
        >
          {({ id, describedBy, isInvalid }) => (
            <textarea
              id={id}
              aria-describedby={describedBy}
              aria-invalid={isInvalid || undefined}
              rows={3}
              maxLength={1_000}
              value={reason}
              required={!isReasonOptional}
              onChange={(event) => setReason(event.target.value)}
              className={controlClasses}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
