import { Icon } from "../design/icon.tsx";
import { ShortId } from "../design/short-id.tsx";
import { Cell, HeadCell, Row, Table } from "../design/table.tsx";
import { ShownValue } from "./settings-table.tsx";

/** One thing that ought to be the same in git, in what was applied and in what is found. */
export interface ThreeWayRow {
  /** Path or name, such as `steps.score.with.priority` or `version`. */
  readonly name: string;
  /** Any JSON value; `undefined` where it is not known, `null` where it is not there. */
  readonly desired: unknown;
  readonly applied: unknown;
  readonly live: unknown;
}

export interface ThreeWayProps {
  /** What is compared; read out. */
  readonly label: string;
  readonly rows: readonly ThreeWayRow[];
  /** Revisions of git and of what was applied, shown under the titles. */
  readonly desiredRevision?: string | null;
  readonly appliedRevision?: string | null;
}

/** Desired, applied and live beside each other; what is live and was not applied is marked. */
export function ThreeWay({ label, rows, desiredRevision = null, appliedRevision = null }: ThreeWayProps) {
  return (
    <Table caption={label}>
      <thead>
        <tr>
          <HeadCell>What</HeadCell>
          <HeadCell>Desired (git) {desiredRevision !== null && <ShortId id={desiredRevision} />}</HeadCell>
          <HeadCell>
            Applied (running) {appliedRevision !== null && <ShortId id={appliedRevision} />}
          </HeadCell>
          <HeadCell>Live (found)</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, desired, applied, live }) => (
          <Row key={name}>
            <Cell className="font-medium">
              <ShownValue value={name} />
            </Cell>
            <Value value={desired} isOther={isOther(desired, applied)} what="git wants something else" />
            <Value value={applied} isOther={false} what="" />
            <Value value={live} isOther={isOther(live, applied)} what="not what was applied" />
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

interface ValueProps {
  readonly value: unknown;
  readonly isOther: boolean;
  readonly what: string;
}

function Value({ value, isOther: isMarked, what }: ValueProps) {
  return (
    <Cell className={isMarked ? "bg-warn-soft" : ""}>
      {value === undefined ? (
        <span className="text-muted">unknown</span>
      ) : (
        <span className="flex items-baseline gap-1.5">
          {isMarked && (
            <span className="text-warn" title={what}>
              <Icon name="drift" className="size-3" />
              <span className="sr-only">{what}: </span>
            </span>
          )}
          <span className="min-w-0">
            <ShownValue value={value} />
          </span>
        </span>
      )}
    </Cell>
  );
}

function isOther(value: unknown, applied: unknown): boolean {
  if (value === undefined || applied === undefined) return false;
  return JSON.stringify(value) !== JSON.stringify(applied);
}
