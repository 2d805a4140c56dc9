import { useQuery } from "@tanstack/react-query";

import { SelectField } from "../../design/field.tsx";
import { EnvironmentField } from "../../environments/environment-field.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";
import { PipelineField } from "../../runs/pipeline-field.tsx";
import { type InsightsSearch, spans } from "./insights-search.ts";

interface InsightsFiltersProps {
  readonly search: InsightsSearch;
  readonly onChange: (change: Partial<Record<keyof InsightsSearch, string | undefined>>) => void;
}

const spanWords = {
  "1h": "Last hour",
  "6h": "Last 6 hours",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "31d": "Last 31 days",
};

/** Whose runs are shown, and since when. */
export function InsightsFilters({ search, onChange }: InsightsFiltersProps) {
  const { data: environments = [] } = useQuery(environmentsQuery);
  return (
    <div className="mb-4 flex flex-wrap items-end gap-2">
      <PipelineField
        label="Pipeline"
        placeholder="All pipelines"
        value={search.pipeline ?? ""}
        environment={search.environment ?? environments[0]?.slug}
        onChange={(pipeline) => onChange({ pipeline })}
      />
      <EnvironmentField
        fieldClassName="w-44 max-sm:w-[calc(50%-0.25rem)]"
        value={search.environment}
        onChange={(environment) => onChange({ environment })}
      />
      <SelectField
        label="Time"
        isLabelHidden
        fieldClassName="w-36 max-sm:w-[calc(50%-0.25rem)]"
        value={search.span ?? "24h"}
        onChange={(event) => onChange({ span: event.target.value })}
      >
        {spans.map((span) => (
          <option key={span} value={span}>
            {spanWords[span]}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
