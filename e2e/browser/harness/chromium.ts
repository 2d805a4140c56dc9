import { accessSync, constants } from "node:fs";

import { type Browser, chromium } from "playwright-core";
import { describe } from "vitest";

/** Where Debian puts it. */
const debian = "/usr/bin/chromium";

/** The browser of the machine: `LOCKSTEP_CHROMIUM`, else Debian's; `null` where there is none. Nothing is downloaded. */
function findChromium(): string | null {
  const path = process.env["LOCKSTEP_CHROMIUM"] ?? debian;
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return null;
  }
}

/** Tests that need a browser: skipped, and counted as such, where the machine has none. */
export const describeInBrowser = describe.skipIf(findChromium() === null);

/** A browser without a window. Root has no sandbox of its own. */
export function launchChromium(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: findChromium() ?? debian,
    args: ["--disable-gpu", "--disable-background-networking", ...(isRoot ? ["--no-sandbox"] : [])],
  });
}
