import "./design/tokens.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { onSessionLost } from "./api/api.ts";
import { queryClient } from "./api/query-client.ts";
import { router } from "./router.tsx";
import { showTheme } from "./shell/theme.ts";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;
if (nonce !== undefined) setNonce(nonce);
showTheme();

// One answer of "not logged in" ends every retry: nothing is asked for again before the next login.
onSessionLost(() => {
  void queryClient.cancelQueries();
  localStorage.removeItem("lockstep-recent");
  void router.navigate({ to: "/login", search: { next: router.state.location.href }, replace: true });
});

const root = document.querySelector("#root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
