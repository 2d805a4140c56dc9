import { useQuery } from "@tanstack/react-query";

import { ImpactLists } from "../../deploys/impact-lists.tsx";
import { impactQuery } from "../../deploys/impact-query.ts";
import { Panel } from "../../design/panel.tsx";
import { QueryView } from "../../design/query-view.tsx";

export interface ImpactPanelProps {
  readonly env: string;
  readonly revision: string;
}

/** Who feels a plan that is not applied yet: runs under way, what will start, calls, starters, recorded inputs. */
export function ImpactPanel({ env, revision }: ImpactPanelProps) {
  const query = useQuery(impactQuery(env, revision));
  return (
    <Panel title="Who feels it">
      <QueryView query={query} what="who feels it" lines={3}>
        {(impact) => <ImpactLists impact={impact} />}
      </QueryView>
    </Panel>
  );
}
