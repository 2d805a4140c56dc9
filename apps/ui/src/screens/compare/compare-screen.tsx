import { useNavigate, useSearch } from "@tanstack/react-router";

import { inPlace, withChange } from "../../address/in-place.ts";
import { onlyGiven } from "../../address/read-search.ts";
import { Button } from "../../design/button.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { EmptyState } from "../../design/states.tsx";
import { ComparisonView } from "./comparison-view.tsx";
import { SidePicker } from "./side-picker.tsx";

/** `/compare`: how any two things that hold pipelines differ. */
export function CompareScreen() {
  const search = useSearch({ from: "/in/compare" });
  const navigate = useNavigate({ from: "/compare" });
  const { from = "", to = "" } = search;
  const choose = (sides: { readonly from?: string; readonly to?: string }) => {
    const chosen = { from, to, ...sides };
    // What was looked at closely belongs to the sides before.
    void navigate({
      search: onlyGiven({ from: chosen.from || undefined, to: chosen.to || undefined, view: search.view }),
    });
  };
  return (
    <>
      <PageHeader title="Compare">
        Two environments, instants, versions, deploys, pull requests, branches or commits: what leads from one
        to the other.
      </PageHeader>
      <form
        className="mb-4 flex flex-wrap items-end gap-3 rounded-lg border border-line bg-surface p-4"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget);
          choose({ from: textOf(typed.get("From")), to: textOf(typed.get("To")) });
        }}
      >
        <SidePicker label="From" value={from} onChange={(value) => choose({ from: value })} />
        <SidePicker label="To" value={to} onChange={(value) => choose({ to: value })} />
        <Button
          icon="back"
          disabled={from === "" && to === ""}
          onClick={() => choose({ from: to, to: from })}
        >
          Swap
        </Button>
        <Button type="submit" look="primary">
          Compare
        </Button>
        <p className="m-0 w-full text-xs text-muted">
          Such as <code>staging</code>, <code>staging@2026-02-03T14:03:00Z</code>, <code>hello@1.2.0</code>,{" "}
          <code>#12</code>, <code>main</code>, a commit of 40 digits or the id of a deploy.
        </p>
      </form>
      {from === "" || to === "" ? (
        <EmptyState title="Choose two sides">
          Two environments show what a promotion would bring; one environment and an instant show what changed
          since.
        </EmptyState>
      ) : (
        <ComparisonView
          sides={{ from, to }}
          search={search}
          onSearch={(change) => void navigate({ search: withChange(change), ...inPlace })}
        />
      )}
    </>
  );
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value.trim() : "";
}
