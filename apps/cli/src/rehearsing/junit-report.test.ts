import { problem } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { makeTree } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";
import { askingPipeline, askingTest } from "../testing/written-tests.ts";
import { junitReport } from "./junit-report.ts";
import { xmlText } from "./xml-text.ts";

const file = "pipelines/hello.pipeline.json";

async function junitOf(...tests: readonly object[]): Promise<string> {
  const cwd = makeTree({ [file]: askingPipeline(tests) });
  const { stdout } = await runCaptured(["test", "--reporter", "junit"], { cwd });
  return stdout.replaceAll(/time="[\d.]+"/g, 'time="0"');
}

describe("the JUnit report", () => {
  it("is a suite per pipeline with a case per test", async () => {
    expect(await junitOf(askingTest("one"))).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="lockstep" tests="1" failures="0" errors="0" time="0">',
        `  <testsuite name="hello@1.0.0" file="${file}" tests="1" failures="0" errors="0" skipped="0" time="0">`,
        '    <testcase name="one" classname="hello" time="0"/>',
        "  </testsuite>",
        "</testsuites>",
        "",
      ].join("\n"),
    );
  });

  it("says in each failure what was expected and what came", async () => {
    const xml = await junitOf(askingTest("one", "<yes>", "no"));
    expect(xml).toContain('tests="1" failures="1"');
    expect(xml).toContain('<failure message="output: The output is not the expected one." type="output">');
    expect(xml).toContain(
      "expected {&quot;answer&quot;:&quot;no&quot;}&#10;actual {&quot;answer&quot;:&quot;&lt;yes&gt;&quot;}",
    );
  });

  it("holds nothing that ends an attribute or an element, whatever tests are called", async () => {
    const name = "\"><failure/>&amp; ]]> \u0000\u0008\ud83d\ude00\ufffe\n\t'";
    const xml = await junitOf(askingTest(name, "yes", "no"));
    const [, shown = ""] = /<testcase name="([^"]*)"/.exec(xml) ?? [];
    expect(shown).toBe("&quot;&gt;&lt;failure/&gt;&amp;amp; ]]&gt; \\u{0}\\u{8}\u{1f600}\\u{fffe}&#10;&#9;'");
    expect(xml.match(/<[a-z]+/g)).toEqual(["<testsuites", "<testsuite", "<testcase", "<failure"]);
  });

  it("reports manifests with errors as errors of a suite of their own", () => {
    const broken = problem("SCHEMA", "Field <a> is wrong.", {
      file: "a&b.pipeline.json",
      line: 3,
      column: 7,
      path: "",
    });
    const xml = junitReport({ suites: [], problems: [broken], ms: 1_500 });
    expect(xml).toContain('<testsuites name="lockstep" tests="1" failures="0" errors="1" time="1.500">');
    expect(xml).toContain('name="a&amp;b.pipeline.json:3:7 SCHEMA"');
    expect(xml).toContain('<error message="Field &lt;a&gt; is wrong." type="SCHEMA">');
  });
});

describe("text in XML", () => {
  it("shows every character that XML 1.0 forbids, lone surrogates too", () => {
    expect(xmlText("a\u001b\ud800\uffffb")).toBe("a\\u{1b}\\u{d800}\\u{ffff}b");
  });

  it("shows what would change the direction of reading", () => {
    expect(xmlText("\u202eevil")).toBe("\\u{202e}evil");
  });
});
