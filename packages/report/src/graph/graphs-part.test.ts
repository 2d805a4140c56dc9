import type { Step } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { samplePipeline, sampleStep } from "../testing/sample-graph.ts";
import { fitParts } from "../text/fit-parts.ts";
import { graphsPart } from "./graphs-part.ts";

function draw(before: readonly Step[] | null, after: readonly Step[] | null): string {
  const side = (steps: readonly Step[] | null) => (steps === null ? null : samplePipeline(steps));
  return fitParts([graphsPart([{ slug: "triage", before: side(before), after: side(after) }])]);
}

/** A chain of steps. */
function chain(length: number, more: (id: string) => Partial<Step> = () => ({})): readonly Step[] {
  return Array.from({ length }, (_, index) =>
    sampleStep(`s${index}`, index === 0 ? [] : [`s${index - 1}`], more(`s${index}`)),
  );
}

describe("the picture of a pipeline", () => {
  it("is not drawn when no step changes, wherever the steps stand", () => {
    const moved = chain(3, () => ({ position: { x: 1, y: 2 } }));
    expect(draw(chain(3), [...moved].reverse())).toBe("");
  });

  it("has one side for a new and for a retired pipeline", () => {
    const created = draw(null, chain(1));
    expect(created).toContain('a0["s0 (transform)"]:::added');
    expect(created).not.toContain("subgraph before");
    const retired = draw(chain(1), null);
    expect(retired).toContain('b0["s0 (transform)"]:::removed');
    expect(retired).not.toContain("subgraph after");
  });

  it("shows changes and their neighbours first when there are more than 60 steps", () => {
    const shown = draw(
      chain(200),
      chain(200, (id) => (id === "s150" ? { timeout: "1s" } : {})),
    );
    expect(shown).toContain("60 of 200 steps, changes and their neighbours first");
    for (const id of ["s149", "s150", "s151"]) expect(shown).toContain(`["${id} (transform)"]`);
    expect(shown).not.toContain('"s199 (transform)"');
    expect(shown.match(/\["s/g)).toHaveLength(120);
  });

  it("says how many arrows it leaves out", () => {
    const dense = Array.from({ length: 40 }, (_, index) =>
      sampleStep(
        `s${index}`,
        Array.from({ length: index }, (_, other) => `s${other}`),
      ),
    );
    const shown = draw(null, dense);
    expect(shown).toContain("without 580 of the arrows");
    expect(shown.match(/-->/g)).toHaveLength(200);
  });

  it("never lets a name become syntax", () => {
    const id = 'x"]; click a "javascript:alert(1)" <b>`@ada\n```';
    const shown = draw(null, [sampleStep(id)]);
    expect(shown).toContain('a0["x#34;#93;#59; click a #34;javascript#58;alert(1)#34; #60;b#62;');
    expect(shown.match(/```/g)).toHaveLength(2);
  });

  it("is one of at most 20, and the others are counted", () => {
    const graphs = Array.from({ length: 25 }, (_, index) => ({
      slug: `p${index}`,
      before: null,
      after: samplePipeline(chain(2)),
    }));
    const page = fitParts([graphsPart(graphs)]);
    expect(page.match(/```mermaid/g)).toHaveLength(20);
    expect(page).toContain("… and 5 more pictures");
  });
});
