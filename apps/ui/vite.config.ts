import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { firstLoadBudget } from "./first-load-budget.ts";

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
  },
  worker: { format: "es" },
  server: { proxy: { "/api": "http://127.0.0.1:4400" } },
});
