import { Link } from "@tanstack/react-router";
import { useMemo } from "react";

import { Dag } from "../../dag/dag.tsx";
import { graphOfPipeline } from "../../dag/graph-of-pipeline.ts";
import { StepDetails } from "../../dag/step-details.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import type { AppliedTabProps } from "./tab-props.ts";

/** What the pipeline does, and everything that a chosen step says. */
export function DagTab({ place, pipeline, search, onSearch }: AppliedTabProps) {
  const graph = useMemo(() => graphOfPipeline(pipeline.definition), [pipeline.definition]);
  const node = graph.nodes.find(({ id }) => id === search.step);
  const select = (step: string | null) => onSearch({ step: step ?? undefined });
  return (
    <Dag
      graph={graph}
      form={search.form ?? "graph"}
      onForm={(form) => onSearch({ form: form === "graph" ? undefined : form })}
      selected={search.step ?? null}
      onSelect={select}
      details={
        node === undefined ? null : (
          <StepDetails
            graph={graph}
            node={node}
            onSelect={select}
            calleeLink={({ slug }) => (
              <Link
                to="/environments/$env/pipelines/$slug"
                params={{ env: place.env, slug }}
                className="text-link"
              >
                <PlainText isInControl text={slug} limit={120} />
              </Link>
            )}
          />
        )
      }
    />
  );
}
