import type { Json, JsonObject } from "@lockstep/model";
import type { ReactNode } from "react";

import { Badge } from "../design/badge.tsx";
import { IconButton } from "../design/button.tsx";
import { PlainText } from "../design/plain-text.tsx";
import { Fact, Facts } from "../design/table.tsx";
import { isObject } from "../json/is-object.ts";
import { changeLooks } from "./change-looks.ts";
import { describeRetry } from "./describe-retry.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { JsonText, textOfJson } from "./json-text.tsx";
import { StepTypeIcon } from "./step-type-icon.tsx";
import { describeConditions } from "./steps-table.tsx";

export interface StepDetailsProps {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly onSelect: (id: string | null) => void;
  /** Leads to the pipeline that the step runs. */
  readonly calleeLink?: (callee: NonNullable<GraphNode["callee"]>) => ReactNode;
  /** More about the step, such as how it went; at the top. */
  readonly children?: ReactNode;
}

/** Everything that a step says. */
export function StepDetails({ graph, node, onSelect, calleeLink, children }: StepDetailsProps) {
  const { step } = node;
  const followers = graph.edges.filter(({ from }) => from === node.id).map(({ to }) => to);
  const look = changeLooks[node.change];
  return (
    <section
      aria-label={`Step ${node.id.slice(0, 100)}`}
      className="min-w-0 rounded-md border border-line bg-surface"
    >
      <header className="flex items-start gap-2 border-b border-line px-3 py-2">
        <StepTypeIcon type={node.type} className="mt-0.5 text-muted" />
        <div className="min-w-0 flex-1">
          <h2 className="text-base">
            <PlainText text={node.id} limit={120} />
          </h2>
          <p className="text-sm text-muted">
            <PlainText text={node.type} limit={60} /> · step {node.order} of {graph.nodes.length}
          </p>
        </div>
        {node.change !== "same" && (
          <Badge tone={look.tone} icon={look.icon}>
            {look.word}
          </Badge>
        )}
        <IconButton icon="cross" label="Close the step" onClick={() => onSelect(null)} />
      </header>
      <div className="space-y-4 p-3">
        {children}
        <About step={step} />
        {node.fields.length > 0 && <ChangedFields node={node} />}
        <Facts>
          <Fact name="After">
            <StepLinks ids={node.dependsOn} none="nothing: it starts at once" onSelect={onSelect} />
          </Fact>
          <Fact name="Before">
            <StepLinks ids={followers} none="nothing: it is one of the last" onSelect={onSelect} />
          </Fact>
          <Fact name="Runs">
            <PlainText text={describeConditions(node) || "when everything before went well"} limit={600} />
          </Fact>
          {isObject(step["forEach"]) && (
            <Fact name="For each">
              <JsonText value={step["forEach"]} />
            </Fact>
          )}
          {node.callee !== null && (
            <Fact name="Pipeline">
              {calleeLink?.(node.callee) ?? <PlainText text={node.callee.slug} />}{" "}
              <span className="text-muted">
                <PlainText text={node.callee.range} limit={60} />
              </span>
            </Fact>
          )}
          <Fact name="Retry">{describeRetry(step["retry"])}</Fact>
          <Plain name="Timeout" value={step["timeout"]} />
          <Plain name="Start delay" value={step["startDelay"] === "0s" ? undefined : step["startDelay"]} />
          <Plain name="Effects" value={step["effects"]} />
          {isObject(step["onError"]) && step["onError"]["strategy"] !== "fail" && (
            <Fact name="On error">
              <JsonText value={step["onError"]} />
            </Fact>
          )}
          {step["outputSchema"] !== undefined && step["outputSchema"] !== null && (
            <Fact name="Output fits">
              <JsonText value={step["outputSchema"]} />
            </Fact>
          )}
        </Facts>
        {isObject(step["with"]) && <Parameters parameters={step["with"]} />}
      </div>
    </section>
  );
}

function About({ step }: { readonly step: JsonObject }) {
  const texts = [step["title"], step["description"]].flatMap((text) =>
    typeof text === "string" && text !== "" ? text : [],
  );
  return texts.map((text, index) => (
    <p key={index} className={index === 0 ? "font-medium" : "text-muted"}>
      <PlainText text={text} limit={600} />
    </p>
  ));
}

function Plain({ name, value }: { readonly name: string; readonly value: Json | undefined }) {
  if (value === undefined || value === null) return null;
  return (
    <Fact name={name}>
      <PlainText text={textOfJson(value)} limit={200} />
    </Fact>
  );
}

function Parameters({ parameters }: { readonly parameters: JsonObject }) {
  const names = Object.keys(parameters);
  if (names.length === 0) return null;
  return (
    <div className="space-y-2">
      <h3 className="text-sm font-semibold">With</h3>
      {names.map((name) => (
        <div key={name}>
          <p className="mb-0.5 text-xs text-muted">
            <PlainText text={name} limit={120} />
          </p>
          <JsonText value={parameters[name] ?? null} />
        </div>
      ))}
    </div>
  );
}

function ChangedFields({ node }: { readonly node: GraphNode }) {
  return (
    <div className="space-y-2">
      <h3 className="text-sm font-semibold">What differs</h3>
      {node.fields.map(({ field, before, after }) => (
        <div key={field}>
          <p className="mb-0.5 text-xs text-muted">
            <PlainText text={field} limit={200} />
          </p>
          <JsonText value={before} sign="-" />
          <JsonText value={after} sign="+" />
        </div>
      ))}
    </div>
  );
}

interface StepLinksProps {
  readonly ids: readonly string[];
  readonly none: string;
  readonly onSelect: (id: string) => void;
}

function StepLinks({ ids, none, onSelect }: StepLinksProps) {
  if (ids.length === 0) return <span className="text-muted">{none}</span>;
  return (
    <span className="flex flex-wrap gap-x-2">
      {ids.map((id) => (
        <button
          key={id}
          type="button"
          className="text-left text-accent hover:underline"
          onClick={() => onSelect(id)}
        >
          <PlainText text={id.slice(0, 120)} limit={null} />
        </button>
      ))}
    </span>
  );
}
