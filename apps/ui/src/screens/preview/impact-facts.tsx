import { PlainText } from "../../design/plain-text.tsx";
import { Fact, Facts } from "../../design/table.tsx";
import { describeInstant } from "../../design/time.tsx";
import type { EnvironmentPreview } from "./preview-queries.ts";

type Impact = NonNullable<EnvironmentPreview["impact"]>;

/** So many lines of each kind are worth reading here. */
const most = 8;

/** Who feels the change: runs under way, what starts next (in the viewer's zone), callers, tokens, inputs. */
export function ImpactFacts({ impact }: { readonly impact: Impact }) {
  const { totals, running, firings, callers, callees, tokens, inputs } = impact;
  const rejected = inputs.filter((one) => one.rejected > 0);
  const isFelt =
    totals.running + totals.callers + totals.callees + firings.length + tokens.length + rejected.length > 0;
  if (!isFelt)
    return <p className="m-0 text-sm text-muted">Nobody feels it: no runs, triggers, callers or tokens.</p>;
  return (
    <Facts>
      {totals.running > 0 && (
        <Fact name="Runs under way">
          {totals.running} end on the version they began with
          <Some items={running} text={({ slug, version, count }) => `${slug} ${version}: ${count}`} />
        </Fact>
      )}
      {firings.length > 0 && (
        <Fact name="Starts next">
          <Some items={firings} text={firingText} />
        </Fact>
      )}
      {rejected.length > 0 && (
        <Fact name="Inputs that no longer fit">
          <Some
            items={rejected}
            text={({ slug, tried, rejected: count }) => `${slug}: ${count} of the last ${tried} recorded`}
          />
        </Fact>
      )}
      {totals.callers > 0 && (
        <Fact name="Called by">
          <Some items={callers} text={({ caller, callee, range }) => `${caller} calls ${callee}@${range}`} />
        </Fact>
      )}
      {totals.callees > 0 && (
        <Fact name="Calls">
          <Some items={callees} text={({ caller, callee, range }) => `${caller} calls ${callee}@${range}`} />
        </Fact>
      )}
      {tokens.length > 0 && (
        <Fact name="Started by (30 days)">
          <Some
            items={tokens}
            text={({ slug, actor, runs }) => `${actor}: ${slug}, ${runs} ${runs === 1 ? "run" : "runs"}`}
          />
        </Fact>
      )}
    </Facts>
  );
}

function firingText({ slug, trigger, type, at, count }: Impact["firings"][number]): string {
  const [first] = at;
  if (first === undefined) return `${slug} by ${type} ${trigger}`;
  const more = count !== null && count > 1 ? `, ${count} times in 24 hours` : "";
  return `${slug} by ${trigger} on ${describeInstant(first.instant)}${more}`;
}

function Some<Item>({
  items,
  text,
}: {
  readonly items: readonly Item[];
  readonly text: (item: Item) => string;
}) {
  return (
    <ul className="m-0 list-none p-0">
      {items.slice(0, most).map((item, index) => (
        <li key={index}>
          <PlainText text={text(item)} limit={120} />
        </li>
      ))}
      {items.length > most && <li className="text-muted">and {items.length - most} more</li>}
    </ul>
  );
}
