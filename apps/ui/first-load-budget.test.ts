import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { build } from "vite";
import { afterEach, beforeEach, expect, test } from "vitest";

import { firstLoadBudget } from "./first-load-budget.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lockstep-budget-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Text that no compression makes shorter than this many bytes. */
const dense = (bytes: number) => randomBytes(bytes).toString("hex");

/** Builds a page whose entry, styles, first screen and a screen that is opened later weigh this much. */
function buildPage(weights: { entry?: number; styles?: number; screen?: number; later?: number }) {
  const { entry = 0, styles = 0, screen = 0, later = 0 } = weights;
  const files = {
    "index.html": `<script type="module" src="/main.ts"></script>`,
    "main.ts": `import "./main.css";\nconsole.log("${dense(entry)}");\nvoid import("./first-screen.ts");\nvoid import("./later.ts");`,
    "main.css": `a::after { content: "${dense(styles)}" }`,
    "first-screen.ts": `import { shared } from "./shared.ts";\nexport const screen = shared;`,
    "shared.ts": `export const shared = "${dense(screen)}";`,
    "later.ts": `export const later = "${dense(later)}";`,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  return build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [firstLoadBudget({ gzipBytes: 10_000, firstScreen: ["/first-screen.ts"] })],
  });
}

test("builds a page that is small at first, however large what is opened later", async () => {
  await expect(
    buildPage({ entry: 2_000, styles: 2_000, screen: 2_000, later: 50_000 }),
  ).resolves.toMatchObject({ output: expect.arrayContaining([expect.objectContaining({ isEntry: true })]) });
});

test.each(["entry", "styles", "screen"])(
  "refuses to build a page whose %s outgrows the budget",
  async (part) => {
    await expect(buildPage({ [part]: 20_000 })).rejects.toThrow(
      /The first load is \d+ bytes gzipped, more than its budget of 10000/,
    );
  },
);
