import type { HTMLAttributes, ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";

export interface TableProps {
  /** What the table lists; read out, not shown. */
  readonly caption: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A dense table that scrolls sideways within its own box where it is too wide. */
export function Table({ caption, children, className = "" }: TableProps) {
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className={`w-full border-collapse text-left text-sm ${className}`}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function HeadCell({ className = "", ...rest }: ThHTMLAttributes<HTMLTableCellElement>) {
  return (
    <th
      scope="col"
      {...rest}
      className={`border-b border-line bg-surface px-3 py-1.5 text-xs font-medium whitespace-nowrap text-muted ${className}`}
    />
  );
}

export function Row({ className = "", ...rest }: HTMLAttributes<HTMLTableRowElement>) {
  return <tr {...rest} className={`border-b border-line last:border-b-0 hover:bg-sunken ${className}`} />;
}

export function Cell({ className = "", ...rest }: TdHTMLAttributes<HTMLTableCellElement>) {
  return <td {...rest} className={`px-3 py-1.5 align-top ${className}`} />;
}

/** Facts as pairs of name and value. */
export function Facts({
  children,
  className = "",
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <dl
      className={`grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm ${className}`}
    >
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="m-0 min-w-0">{children}</dd>
    </>
  );
}
