import type { ButtonHTMLAttributes } from "react";

import { Icon, type IconName } from "./icon.tsx";
import { showShort } from "./plain-text.tsx";

type Look = "primary" | "secondary" | "danger" | "quiet";

const looks: Readonly<Record<Look, string>> = {
  primary: "bg-accent text-accent-ink hover:opacity-90 border-transparent",
  secondary: "bg-surface text-text border-line hover:bg-sunken",
  danger: "bg-surface text-bad border-bad hover:bg-bad-soft",
  quiet: "bg-transparent text-muted border-transparent hover:bg-sunken hover:text-text",
};

/** Classes of a button, for links that look like one. */
export function buttonClasses(look: Look = "secondary", extra = ""): string {
  return `inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md border px-3 py-1 text-sm font-medium whitespace-nowrap no-underline disabled:cursor-not-allowed disabled:opacity-55 ${looks[look]} ${extra}`;
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly icon?: IconName;
  /** While what it began goes on; it cannot be pressed again. */
  readonly isBusy?: boolean;
}

/** A button. Never a link: what leads elsewhere is an anchor with `buttonClasses`. */
export function Button({
  look = "secondary",
  icon,
  isBusy = false,
  className = "",
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled === true || isBusy}
      aria-busy={isBusy}
      className={buttonClasses(look, className)}
    >
      {isBusy ? <Icon name="spinner" className="animate-spin" /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "children" | "icon"> {
  readonly icon: IconName;
  /** What it does; read out and shown on hover. */
  readonly label: string;
}

/** A button that is only a drawing. */
export function IconButton({ icon, label, look = "quiet", className = "", ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={showShort(label)}
      title={showShort(label)}
      {...rest}
      className={buttonClasses(look, `w-8 px-0 ${className}`)}
    >
      <Icon name={icon} />
    </button>
  );
}
