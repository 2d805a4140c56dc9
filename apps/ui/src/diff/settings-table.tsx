import { PlainText } from "../design/plain-text.tsx";
import { EmptyState } from "../design/states.tsx";
import { Cell, HeadCell, Row, Table } from "../design/table.tsx";

interface ShownSetting {
  readonly setting: string;
  /** Any JSON value; `null` where it is not there. */
  readonly from: unknown;
  readonly to: unknown;
}

export interface SettingsTableProps {
  readonly settings: readonly ShownSetting[];
  readonly fromTitle?: string;
  readonly toTitle?: string;
}

/** Settings that differ, each with both values. */
export function SettingsTable({ settings, fromTitle = "Before", toTitle = "After" }: SettingsTableProps) {
  if (settings.length === 0) return <EmptyState title="All settings are the same" />;
  return (
    <Table caption="Settings that differ">
      <thead>
        <tr>
          <HeadCell>Setting</HeadCell>
          <HeadCell>
            <PlainText text={fromTitle} />
          </HeadCell>
          <HeadCell>
            <PlainText text={toTitle} />
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {settings.map(({ setting, from, to }) => (
          <Row key={setting}>
            <Cell className="font-medium">
              <PlainText text={setting} />
            </Cell>
            <Cell className="bg-removed/60">
              <ShownValue value={from} />
            </Cell>
            <Cell className="bg-added/60">
              <ShownValue value={to} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** A JSON value in as few words as it takes. */
function ShownValue({ value }: { readonly value: unknown }) {
  if (value === null || value === undefined) return <span className="text-muted">not set</span>;
  if (typeof value === "string") return <PlainText text={value === "" ? '""' : value} isBlock />;
  return <PlainText text={JSON.stringify(value, null, 2)} isBlock />;
}
