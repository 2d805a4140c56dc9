import { useQuery } from "@tanstack/react-query";

import { Button } from "../../design/button.tsx";
import { SelectField } from "../../design/field.tsx";
import { EnvironmentField } from "../../environments/environment-field.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";
import { PipelineField } from "../../runs/pipeline-field.tsx";
import { triggerWords } from "../../runs/trigger-words.ts";
import { ranges, type RunsSearch, triggerTypes } from "./runs-search.ts";

interface RunsFiltersProps {
  readonly search: RunsSearch;
  readonly onChange: (change: Partial<Record<keyof RunsSearch, string | undefined>>) => void;
  readonly onClear: () => void;
}

const rangeWords = { "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days" };

/** What narrows the list; the server answers it. */
export function RunsFilters({ search, onChange, onClear }: RunsFiltersProps) {
  const { data: environments = [] } = useQuery(environmentsQuery);
  const { run: _run, ...filter } = search;
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <PipelineField
        label="Pipeline or run"
        placeholder="Pipeline, or beginning of a run's id"
        value={search.pipeline ?? search.search ?? ""}
        environment={search.environment ?? environments[0]?.slug}
        onChange={(text) => onChange({ search: text, pipeline: undefined })}
      />
      <EnvironmentField
        fieldClassName="w-44 max-sm:w-[calc(50%-0.25rem)]"
        value={search.environment}
        onChange={(environment) => onChange({ environment })}
      />
      <SelectField
        label="Trigger"
        isLabelHidden
        fieldClassName="w-36 max-sm:w-[calc(50%-0.25rem)]"
        value={search.trigger ?? ""}
        onChange={(event) => onChange({ trigger: event.target.value || undefined })}
      >
        <option value="">All triggers</option>
        {triggerTypes.map((type) => (
          <option key={type} value={type}>
            {triggerWords[type]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Accepted"
        isLabelHidden
        fieldClassName="w-36 max-sm:w-[calc(50%-0.25rem)]"
        value={search.range ?? ""}
        onChange={(event) => onChange({ range: event.target.value || undefined })}
      >
        <option value="">Any time</option>
        {ranges.map((range) => (
          <option key={range} value={range}>
            {rangeWords[range]}
          </option>
        ))}
      </SelectField>
      {isNarrowed && (
        <Button look="quiet" icon="cross" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </div>
  );
}
