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
          exclude: ["**/*.long.test.ts", "**/node_modules/**"],
          globalSetup: ["packages/testkit/src/postgres-global-setup.ts"],
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
          // Each starts many processes and measures time: one after the other, when the others are done.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          globalSetup: ["packages/testkit/src/postgres-global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
