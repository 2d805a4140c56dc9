import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { ApiFailure } from "../../api/api-failure.ts";
import { buttonClasses } from "../../design/button.tsx";
import { SelectField } from "../../design/field.tsx";
import { showShort } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { EmptyState } from "../../design/states.tsx";
import { ChangeList } from "../../diff/change-list.tsx";
import { ManifestDetail } from "../../diff/manifest-detail.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";
import { type AppliedPipeline, comparedQuery, type Place, versionsQuery } from "./pipeline-queries.ts";
import type { TabProps } from "./tab-props.ts";

interface DiffTabProps extends TabProps {
  readonly applied: AppliedPipeline | undefined;
}

/** How it differs from what another environment, another version or the deploy before had. */
export function DiffTab({ place, search, onSearch, applied }: DiffTabProps) {
  const options = useOptions(place, applied);
  const against = search.against ?? options[0]?.value;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end gap-2">
        <SelectField
          label="Compare what runs here with"
          fieldClassName="w-96 max-w-full"
          value={against ?? ""}
          onChange={(event) => onSearch({ against: event.target.value, step: undefined }, true)}
        >
          {against !== undefined && options.every(({ value }) => value !== against) && (
            <option value={against}>{showShort(against, 80)}</option>
          )}
          {options.map(({ value, title }) => (
            <option key={value} value={value}>
              {showShort(title, 120)}
            </option>
          ))}
        </SelectField>
        {against !== undefined && (
          <Link to="/compare" search={{ from: against, to: place.env }} className={buttonClasses()}>
            Compare everything
          </Link>
        )}
      </div>
      {against === undefined ? (
        <EmptyState title="There is nothing to compare with yet">
          It runs in one environment only, in its first version. Promote it, or deploy another version.
        </EmptyState>
      ) : (
        <Difference {...{ place, search, onSearch, against }} />
      )}
    </div>
  );
}

function Difference({ place, search, onSearch, against }: TabProps & { readonly against: string }) {
  const { env, slug } = place;
  const request = comparedQuery(slug, against, env);
  const query = useQuery({ ...request, retry: false });
  if (query.data === undefined && query.error instanceof ApiFailure && query.error.status === 404) {
    return <EmptyState title="No difference">{query.error.message}</EmptyState>;
  }
  return (
    <QueryView query={query} what="the difference">
      {({ change }) => (
        <div className="rounded-lg border border-line bg-surface">
          <ChangeList
            changes={[change]}
            renderMore={() => (
              <ManifestDetail
                label={`${slug} in ${env}`}
                name={slug}
                isChosen
                search={{ ...search, show: search.show ?? "graph" }}
                onSearch={(next) => {
                  const { pipeline: _pipeline, ...rest } = next;
                  onSearch(rest);
                }}
                query={request}
              />
            )}
          />
        </div>
      )}
    </QueryView>
  );
}

/** The deploy before first, then other environments, then versions. */
function useOptions({ env, slug }: Place, applied: AppliedPipeline | undefined) {
  const { data: environments = [] } = useQuery(environmentsQuery);
  const { data: versions } = useQuery(versionsQuery(slug));
  const before = applied === undefined ? null : new Date(Date.parse(applied.since) - 1).toISOString();
  const known = new Set<string>();
  const older = (versions?.items ?? []).filter(({ version }) => {
    if (version === applied?.version || known.has(version)) return false;
    known.add(version);
    return true;
  });
  return [
    ...(before === null || older.length === 0
      ? []
      : [{ value: `env:${env}@${before}`, title: `${env} before it was applied` }]),
    ...environments
      .filter((other) => other.slug !== env)
      .map((other) => ({ value: `env:${other.slug}`, title: `${other.title} (${other.slug})` })),
    ...older.map(({ version }) => ({ value: `${slug}@${version}`, title: `Version ${version}` })),
  ];
}
