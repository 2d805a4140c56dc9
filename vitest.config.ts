import { defineConfig } from "vitest/config";

const conditions = ["@lockstep/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ["default"],
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
          exclude: ["**/*.long.test.ts", "apps/ui/**", "**/node_modules/**"],
          globalSetup: ["packages/testkit/src/postgres-global-setup.ts"],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "ui",
          include: ["apps/ui/*.test.ts", "apps/ui/src/**/*.test.{ts,tsx}"],
          environment: "jsdom",
          setupFiles: ["apps/ui/src/test/setup.ts"],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: ["packages/*/src/**/*.long.test.ts", "apps/*/src/**/*.long.test.ts"],
          globalSetup: ["packages/testkit/src/postgres-global-setup.ts"],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          exclude: ["e2e/github-*.test.ts", "e2e/browser/**", "**/node_modules/**"],
          // Each starts many processes and measures time: one after the other, when the others are done.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          globalSetup: ["packages/testkit/src/postgres-global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "github",
          include: ["e2e/github-*.test.ts"],
          // They mostly wait for each other's answers: side by side, after those that measure time.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["e2e/browser/*.test.ts"],
          // Each starts a server and a browser, and waits for both much of the time: last, two side by side.
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
          globalSetup: ["packages/testkit/src/postgres-global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
