import { useState } from "react";

import { IconButton } from "../design/button.tsx";
import { Icon } from "../design/icon.tsx";
import { PlainText, showUnseen } from "../design/plain-text.tsx";

/** More entries of one list or object are shown on request. */
const entriesAtOnce = 100;

/** What is nested deeper, or has more entries, begins closed. */
const openDepth = 2;
const openEntries = 20;

export interface JsonTreeProps {
  /** Any JSON value; whatever it holds is shown as text. */
  readonly value: unknown;
  /** What it is, such as `Output`; read out. */
  readonly label: string;
}

/** A JSON value as lists that open and close. What is closed is not there, so that large ones stay quick. */
export function JsonTree({ value, label }: JsonTreeProps) {
  return (
    <div role="group" aria-label={label} className="relative min-w-0 font-mono text-xs leading-5">
      <div className="absolute top-0 right-0">
        <CopyValue value={value} what={label.toLowerCase()} />
      </div>
      <div className="pr-8">
        <Value value={value} depth={0} name={null} />
      </div>
    </div>
  );
}

/** Copies the whole as text; it is written out only when it is wanted. */
function CopyValue({ value, what }: { readonly value: unknown; readonly what: string }) {
  const [isDone, setDone] = useState(false);
  return (
    <IconButton
      icon={isDone ? "check" : "copy"}
      label={isDone ? "Copied" : `Copy ${what}`}
      onClick={() => {
        void navigator.clipboard.writeText(JSON.stringify(value, null, 2)).then(() => setDone(true));
      }}
    />
  );
}

interface NodeProps {
  readonly value: unknown;
  readonly depth: number;
  /** Key or index; `null` for the whole. */
  readonly name: string | null;
}

function Value(props: NodeProps) {
  const { value, name } = props;
  const isBranch = typeof value === "object" && value !== null && sizeOf(value) > 0;
  if (isBranch) return <Branch {...props} value={value} />;
  return (
    <div className="pl-4">
      <Name name={name} />
      <Leaf value={value} />
    </div>
  );
}

function Branch({ value, depth, name }: NodeProps & { readonly value: object }) {
  const size = sizeOf(value);
  const [isOpen, setOpen] = useState(depth < openDepth && size <= openEntries);
  const [shown, setShown] = useState(entriesAtOnce);
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex max-w-full items-start text-left hover:text-accent"
      >
        <Icon name={isOpen ? "down" : "chevron"} className="mt-1 mr-1 size-3 text-muted" />
        <span className="min-w-0">
          <Name name={name} />
          {left}
          {!isOpen && (
            <>
              <span className="text-muted"> {countOf(value, size)} </span>
              {right}
            </>
          )}
        </span>
      </button>
      {isOpen && (
        <div className="ml-1.5 border-l border-line pl-2">
          {entriesOf(value, shown).map(([key, child]) => (
            <Value key={key} name={key} value={child} depth={depth + 1} />
          ))}
          {size > shown && (
            <button
              type="button"
              onClick={() => setShown(shown + entriesAtOnce * 5)}
              className="ml-4 text-accent underline"
            >
              Show more of {size.toLocaleString("en")}
            </button>
          )}
        </div>
      )}
      {isOpen && <span className="pl-4">{right}</span>}
    </div>
  );
}

function Name({ name }: { readonly name: string | null }) {
  if (name === null) return null;
  return (
    <>
      <bdi className="text-muted [overflow-wrap:anywhere]">{showUnseen(name.slice(0, 300))}</bdi>
      {": "}
    </>
  );
}

function Leaf({ value }: { readonly value: unknown }) {
  if (typeof value === "string")
    return (
      <span className="text-good">
        &quot;
        <PlainText text={value} limit={500} className="whitespace-pre-wrap" />
        &quot;
      </span>
    );
  if (typeof value === "number") return <span className="text-info">{String(value)}</span>;
  if (typeof value === "boolean") return <span className="text-hold">{String(value)}</span>;
  return <span className="text-muted">{JSON.stringify(value) ?? "null"}</span>;
}

function sizeOf(value: object): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function countOf(value: object, size: number): string {
  const one = Array.isArray(value) ? "item" : "field";
  return `${size.toLocaleString("en")} ${one}${size === 1 ? "" : "s"}`;
}

function entriesOf(value: object, most: number): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value))
    return value.slice(0, most).map((child: unknown, index) => [String(index), child]);
  return Object.entries(value).slice(0, most);
}
