import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { inPlace } from "../../address/in-place.ts";
import { SearchField } from "../../design/field.tsx";
import { PagedView } from "../../design/paged-view.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { useDebounced } from "../../design/use-debounced.ts";
import { pipelinesQuery } from "../../environments/environment-queries.ts";

const route = getRouteApi("/in/environments/$env");

/** Pipelines in force in an environment, by slug. */
export function AppliedPipelines({ env }: { readonly env: string }) {
  const { search = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(pipelinesQuery(env, useDebounced(search)));
  return (
    <>
      <div className="max-w-sm px-4 pb-3">
        <SearchField
          label="Search pipelines"
          isLabelHidden
          placeholder="Part of the name"
          value={search}
          maxLength={100}
          onChange={({ target: { value } }) =>
            void navigate({
              search: { tab: "pipelines", ...(value === "" ? {} : { search: value }) },
              ...inPlace,
            })
          }
        />
      </div>
      <PagedView
        query={query}
        what="pipelines"
        empty={
          <EmptyState title={search === "" ? "No pipeline is in force" : "No pipeline fits"}>
            {search === "" ? "Commit one below pipelines/ and push." : "Search for something else."}
          </EmptyState>
        }
      >
        {(pipelines) => (
          <Table caption={`Pipelines of ${env}`}>
            <thead>
              <tr>
                <HeadCell className="w-full">Pipeline</HeadCell>
                <HeadCell>Version</HeadCell>
                <HeadCell>Content</HeadCell>
                <HeadCell>Team</HeadCell>
                <HeadCell>Since</HeadCell>
              </tr>
            </thead>
            <tbody>
              {pipelines.map(({ slug, version, content, team, since }) => (
                <Row key={slug}>
                  <Cell>
                    <Link
                      to="/environments/$env/pipelines/$slug"
                      params={{ env, slug }}
                      className="font-medium text-text underline-offset-2 hover:underline"
                    >
                      <PlainText isInControl text={slug} limit={100} />
                    </Link>
                  </Cell>
                  <Cell>{version}</Cell>
                  <Cell>
                    <ShortId id={content} />
                  </Cell>
                  <Cell>{team === null ? "" : <PlainText text={team} limit={40} />}</Cell>
                  <Cell className="text-muted">
                    <Time at={since} />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </PagedView>
    </>
  );
}
