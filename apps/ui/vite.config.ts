import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { firstLoadBudget } from "./first-load-budget.ts";

// What every page needs is one file: many small ones compress five kilobytes worse.
const frame = [
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|hono)\//,
  /node_modules\/@tanstack\/(react-router|router-core|history|store|react-store|query-core|react-query|react-virtual|virtual-core)\//,
  /src\/(api|address)\//,
  /src\/session\/(session|use-session)\./,
  /src\/shell\/(shell|nav-items)\./,
  /src\/design\/(badge|button|field|icon|page-header|plain-text|query-view|short-id|short-text|states|status-badge|statuses|time|tone|use-list-keys|use-now)\./,
];

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    firstLoadBudget({ gzipBytes: 150_000, firstScreen: "/screens/matrix/matrix-screen.tsx" }),
  ],
  build: {
    target: "es2023",
    // Inlined data: URLs of scripts and workers would be refused by the policy of the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: "frame", test: (id) => frame.some((part) => part.test(id)) }] },
      },
    },
  },
  worker: { format: "es" },
  server: { proxy: { "/api": "http://127.0.0.1:4400" } },
});
