import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";

import { DagDiff } from "./dag-diff.tsx";
import { Dag } from "./dag.tsx";
import { graphOfPipeline } from "./graph-of-pipeline.ts";
import { StepDetails } from "./step-details.tsx";
import type { Side } from "./unite-graphs.ts";

const hostile = '<img src=x onerror="alert(1)">\u202egnp';
const pipeline = {
  steps: [
    { id: "fetch", type: "http", title: hostile, with: { url: "x".repeat(10_000) } },
    { id: "clean", type: "code", dependsOn: ["fetch"], with: { source: "return <b>1</b>" } },
    { id: "alarm", type: "notify", dependsOn: ["fetch"], runOn: "failure", when: "{{ input.loud }}" },
  ],
};

function Table({ steps = pipeline }: { steps?: object }) {
  const [selected, select] = useState<string | null>(null);
  const graph = graphOfPipeline(steps);
  const node = graph.nodes.find(({ id }) => id === selected);
  return (
    <>
      <Dag graph={graph} form="table" onForm={() => {}} selected={selected} onSelect={select} />
      {node !== undefined && <StepDetails graph={graph} node={node} onSelect={select} />}
    </>
  );
}

const namesInTable = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("button")[0]?.textContent);

test("the table lists steps in the order of execution, and by name on request", async () => {
  render(<Table />);
  expect(namesInTable()).toEqual(["fetch", "alarm", "clean"]);
  await userEvent.click(screen.getByRole("button", { name: /^Step/ }));
  expect(namesInTable()).toEqual(["alarm", "clean", "fetch"]);
  await userEvent.click(screen.getByRole("button", { name: /^Step/ }));
  expect(namesInTable()).toEqual(["fetch", "clean", "alarm"]);
  expect(screen.getByRole("columnheader", { name: /^Step/ }).getAttribute("aria-sort")).toBe("descending");
});

test("a step's conditions are told in words", () => {
  render(<Table />);
  expect(screen.queryByText("if one before failed, when {{ input.loud }}")).not.toBeNull();
});

test("markup, turned text and long words are text, in the table and in the details", async () => {
  const { container } = render(<Table />);
  await userEvent.click(screen.getByRole("button", { name: "fetch" }));
  expect(container.querySelector("img, b")).toBeNull();
  expect(container.textContent).toContain('<img src=x onerror="alert(1)">⟨U+202E⟩gnp');
  expect(container.textContent).not.toContain("x".repeat(2_001));
  expect(screen.queryByRole("button", { name: "Show all 10,000 characters" })).not.toBeNull();
});

test("code is shown as it stands in the manifest", async () => {
  render(<Table />);
  await userEvent.click(screen.getByRole("button", { name: "clean" }));
  expect(screen.queryByText("return <b>1</b>")).not.toBeNull();
});

test("a pipeline without readable steps says so", () => {
  render(<Table steps={{}} />);
  expect(screen.queryByText("There are no steps here")).not.toBeNull();
});

test("where there is no worker the graph is laid out all the same, and arrows select", async () => {
  function Drawn() {
    const [selected, select] = useState<string | null>(null);
    return (
      <>
        <Dag
          graph={graphOfPipeline(pipeline)}
          form="graph"
          onForm={() => {}}
          selected={selected}
          onSelect={select}
        />
        <output>{selected}</output>
      </>
    );
  }
  render(<Drawn />);
  const drawing = await screen.findByRole("application", { name: "Graph of 3 steps" });
  drawing.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(screen.getByRole("status").textContent).toBe("fetch");
  await userEvent.keyboard("{ArrowDown}{Escape}");
  expect(screen.getByRole("status").textContent).toBe("");
});

test("a difference shows its sides", async () => {
  function Compared() {
    const [side, setSide] = useState<Side>("diff");
    return (
      <DagDiff
        before={{
          steps: [
            { id: "fax", type: "http" },
            { id: "pay", type: "http", timeout: "5m" },
          ],
        }}
        after={{
          steps: [
            { id: "mail", type: "http" },
            { id: "pay", type: "http", timeout: "1m" },
          ],
        }}
        side={side}
        onSide={setSide}
        isAll={false}
        onAll={() => {}}
        form="table"
        onForm={() => {}}
        selected={null}
        onSelect={() => {}}
      />
    );
  }
  render(<Compared />);
  expect(namesInTable()).toEqual(["fax", "mail", "pay"]);
  expect(screen.getByRole("row", { name: /pay/ }).textContent).toContain("Changedtimeout");
  expect(screen.queryByText("1 removed")).not.toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Before" }));
  expect(namesInTable()).toEqual(["fax", "pay"]);
  await userEvent.click(screen.getByRole("button", { name: "After" }));
  expect(namesInTable()).toEqual(["mail", "pay"]);
});
