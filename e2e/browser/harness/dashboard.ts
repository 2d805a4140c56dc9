import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";

import { collectComplaints } from "./complaints.ts";

/** How a person looks at it. */
export interface Viewer {
  readonly theme?: "light" | "dark";
  /** In CSS pixels; 1280 × 800 unless said otherwise. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly motion?: "reduce" | "no-preference";
  /** Pixels of the device for one of CSS; 1 unless said otherwise. */
  readonly scale?: number;
  readonly forcedColors?: "active" | "none";
  /** Complaints that the test provokes. */
  readonly expected?: readonly RegExp[];
}

/** One person's browser, with everything that it complained about. */
export interface Dashboard {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens an address below the server's, such as `/runs?state=failed`. */
  open(path: string): Promise<void>;
  /** Writes what is seen to `e2e/browser/screenshots/<name>.png`. */
  picture(name: string): Promise<void>;
  /** Fails on console errors, exceptions and what the content security policy stopped since the last time. */
  expectNoComplaints(): void;
  close(): Promise<void>;
}

const pictures = join(import.meta.dirname, "../screenshots");

/** Where a phone's width matters: 390 × 844 CSS pixels. */
export const phone = { width: 390, height: 844 } as const;

/** A browser profile of its own; `url` is the server's. */
export async function openDashboard(browser: Browser, url: string, viewer: Viewer = {}): Promise<Dashboard> {
  const { theme = "light", size = { width: 1_280, height: 800 }, motion = "reduce", expected = [] } = viewer;
  const { scale = 1, forcedColors = "none" } = viewer;
  const context = await browser.newContext({
    baseURL: url,
    viewport: size,
    colorScheme: theme,
    reducedMotion: motion,
    deviceScaleFactor: scale,
    forcedColors,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  context.setDefaultTimeout(25_000);
  const complaints = collectComplaints(context, expected);
  const page = await context.newPage();
  mkdirSync(pictures, { recursive: true });
  return {
    page,
    context,
    open: async (path) => {
      await page.goto(path);
    },
    picture: async (name) => {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: false });
    },
    expectNoComplaints: () => expect(complaints.take()).toEqual([]),
    close: () => context.close(),
  };
}
