import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  type AnyRoute,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";

import { leaveOutUnread } from "../address/leave-out-unread.ts";
import { type Session, sessionQuery } from "../session/session.ts";

export interface ShownScreen {
  readonly path: string;
  readonly validateSearch?: (given: Record<string, unknown>) => object;
  readonly component: () => ReactNode;
}

const admin: Session = { name: "ada", role: "admin", environments: null, team: null, expiresAt: null };

/** Renders a screen where the dashboard has it, at an address, for somebody who is logged in. Other addresses are empty. */
export function showAt(address: string, screen: ShownScreen, session: Session = admin) {
  const root = createRootRoute({ component: Outlet });
  const shell = createRoute({ getParentRoute: () => root, id: "in", component: Outlet });
  const shown: AnyRoute = createRoute({
    getParentRoute: () => shell,
    path: screen.path,
    ...(screen.validateSearch !== undefined && { validateSearch: screen.validateSearch }),
    component: screen.component,
  });
  const others = createRoute({ getParentRoute: () => shell, path: "$", component: () => null });
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({
    routeTree: root.addChildren([shell.addChildren([shown, others])]),
    history,
  });
  leaveOutUnread(router);
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 10_000 } } });
  queryClient.setQueryData(sessionQuery.queryKey, session);
  const view = render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { ...view, history, queryClient };
}
