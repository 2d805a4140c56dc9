import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails on every violation of WCAG 2.2 A and AA and of axe's best practices, with what to look at. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // As a script of the page it would be stopped by the content security policy; as an evaluation it is not.
  await page.evaluate(source);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { readonly axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
    }),
  );
  const violations = results.violations.map(({ id, help, nodes }) => ({
    where,
    id,
    help,
    nodes: nodes
      .slice(0, 5)
      .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ""}`),
  }));
  expect(violations).toEqual([]);
}
