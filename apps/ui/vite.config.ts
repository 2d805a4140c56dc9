import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { firstLoadBudget } from "./first-load-budget.ts";

/**
 * What every screen needs, in one file: dozens of small ones would take more bytes and more time. Dialogs and menus, which
 * bring Radix, are loaded when one opens.
 */
const everywhere = new RegExp(
  [
    "src/(api|address)/",
    "src/design/(?!dialog|menu|reason-dialog|tabs|sentence|countdown|paged-view|external-link|table|panel|use-follow-links|use-debounced|choice|use-focus-return|to-local-input)",
    "src/session/(session|use-session)",
    "src/shell/(freshness|nav-items|navigation|not-found|shell|theme|use-focus-content)",
    "src/(router|live/(live|open-stream|renewals|stream-state|topics-of-event)|loading/)",
    "src/screens/[a-z]+/[a-z]+-search\\.ts|src/diff/detail-search|src/promotions/stages",
    "src/environments/(environments-query|in-ladder-order)",
    "node_modules/(react|react-dom|scheduler|use-sync-external-store|hono)/",
    "node_modules/@tanstack/(store|react-store|history|react-router|router-core|query-core|react-query|react-virtual|virtual-core)/",
  ].join("|"),
);

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    firstLoadBudget({
      gzipBytes: 150_000,
      firstScreen: ["/screens/matrix/matrix-screen.tsx", "/screens/matrix/attention.tsx"],
    }),
  ],
  build: {
    target: "es2023",
    // Inlined data: URLs of scripts and workers would be refused by the policy of the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "everywhere", test: everywhere }] } } },
  },
  worker: { format: "es" },
  server: { proxy: { "/api": "http://127.0.0.1:4400" } },
});
