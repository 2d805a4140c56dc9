import { createRootRoute, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router";

import { isOwnPath } from "./address/is-own-path.ts";
import { leaveOutUnread } from "./address/leave-out-unread.ts";
import { queryClient } from "./api/query-client.ts";
import { ErrorState, Loading } from "./design/states.tsx";
import { loadScreen } from "./loading/load-screen.ts";
import { readApprovalsSearch } from "./screens/approvals/approvals-search.ts";
import { readAuditSearch } from "./screens/audit/audit-search.ts";
import { readCompareSearch } from "./screens/compare/compare-search.ts";
import { readDriftSearch } from "./screens/drift/drift-search.ts";
import { readEnvironmentSearch } from "./screens/environment/environment-search.ts";
import { readInsightsSearch } from "./screens/insights/insights-search.ts";
import { readMatrixSearch } from "./screens/matrix/matrix-search.ts";
import { readPipelineSearch } from "./screens/pipeline/pipeline-search.ts";
import { readEnvironmentPreviewSearch, readPreviewSearch } from "./screens/preview/preview-search.ts";
import { questionOfEnvironment } from "./screens/preview/question-of-environment.ts";
import { readPromotionSearch } from "./screens/promotion/promotion-search.ts";
import { readPromotionsSearch } from "./screens/promotions/promotions-search.ts";
import { readRollbackSearch } from "./screens/rollback/rollback-search.ts";
import { readRunSearch } from "./screens/run/run-search.ts";
import { readRunsSearch } from "./screens/runs/runs-search.ts";
import { readSystemSearch } from "./screens/system/system-search.ts";
import { sessionQuery } from "./session/session.ts";
import { NotFound } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";

const rootRoute = createRootRoute({ component: Outlet });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: ({ next }: Record<string, unknown>): { readonly next?: string } =>
    typeof next === "string" && isOwnPath(next) ? { next } : {},
  component: loadScreen(() => import("./session/login-screen.tsx"), "LoginScreen"),
});

/** Everything behind the login. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "in",
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session === null) redirect({ to: "/login", search: { next: location.href }, throw: true });
  },
  component: Shell,
  notFoundComponent: NotFound,
});

const matrixRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  validateSearch: readMatrixSearch,
  component: loadScreen(() => import("./screens/matrix/matrix-screen.tsx"), "MatrixScreen"),
});

const environmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/environments/$env",
  validateSearch: readEnvironmentSearch,
  component: loadScreen(() => import("./screens/environment/environment-screen.tsx"), "EnvironmentScreen"),
});

const pipelineRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/environments/$env/pipelines/$slug",
  validateSearch: readPipelineSearch,
  component: loadScreen(() => import("./screens/pipeline/pipeline-screen.tsx"), "PipelineScreen"),
});

/** Checks of a forge lead here: what merging a revision changes, in every environment that it reaches. */
const previewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/previews/$revision",
  validateSearch: readPreviewSearch,
  component: loadScreen(() => import("./screens/preview/preview-screen.tsx"), "PreviewScreen"),
});

/** What a revision, or the head of its branch, would change in an environment: the same page, this environment first. */
const environmentPreviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/environments/$env/preview",
  validateSearch: readEnvironmentPreviewSearch,
  beforeLoad: async ({ params, search }) => {
    const question = await questionOfEnvironment(params.env, search);
    redirect({ to: "/previews/$revision", ...question, throw: true });
  },
});

const rollbackRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/environments/$env/rollback",
  validateSearch: readRollbackSearch,
  component: loadScreen(() => import("./screens/rollback/rollback-screen.tsx"), "RollbackScreen"),
});

const compareRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/compare",
  validateSearch: readCompareSearch,
  component: loadScreen(() => import("./screens/compare/compare-screen.tsx"), "CompareScreen"),
});

const promotionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/promotions",
  validateSearch: readPromotionsSearch,
  component: loadScreen(() => import("./screens/promotions/promotions-screen.tsx"), "PromotionsScreen"),
});

const promotionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/promotions/$from/$to",
  validateSearch: readPromotionSearch,
  component: loadScreen(() => import("./screens/promotion/promotion-screen.tsx"), "PromotionScreen"),
});

const deployRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/deploys/$id",
  component: loadScreen(() => import("./screens/deploy/deploy-screen.tsx"), "DeployScreen"),
});

const approvalsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/approvals",
  validateSearch: readApprovalsSearch,
  component: loadScreen(() => import("./screens/approvals/approvals-screen.tsx"), "ApprovalsScreen"),
});

const driftRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/drift",
  validateSearch: readDriftSearch,
  component: loadScreen(() => import("./screens/drift/drift-screen.tsx"), "DriftScreen"),
});

const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/runs",
  validateSearch: readRunsSearch,
  component: loadScreen(() => import("./screens/runs/runs-screen.tsx"), "RunsScreen"),
});

const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/runs/$id",
  validateSearch: readRunSearch,
  component: loadScreen(() => import("./screens/run/run-screen.tsx"), "RunScreen"),
});

const insightsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/insights",
  validateSearch: readInsightsSearch,
  component: loadScreen(() => import("./screens/insights/insights-screen.tsx"), "InsightsScreen"),
});

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/audit",
  validateSearch: readAuditSearch,
  component: loadScreen(() => import("./screens/audit/audit-screen.tsx"), "AuditScreen"),
});

const systemRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/system",
  validateSearch: readSystemSearch,
  component: loadScreen(() => import("./screens/system/system-screen.tsx"), "SystemScreen"),
});

const accessRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/access",
  component: loadScreen(() => import("./screens/access/access-screen.tsx"), "AccessScreen"),
});

const commitRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/commits/$sha",
  component: loadScreen(() => import("./screens/commit/commit-screen.tsx"), "CommitScreen"),
});

/** Addresses that no screen has: whoever is logged in keeps the navigation. */
const elsewhereRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "$",
  component: NotFound,
});

const routeTree = rootRoute.addChildren([
  loginRoute,
  shellRoute.addChildren([
    matrixRoute,
    environmentRoute,
    pipelineRoute,
    previewRoute,
    environmentPreviewRoute,
    rollbackRoute,
    compareRoute,
    promotionsRoute,
    promotionRoute,
    deployRoute,
    approvalsRoute,
    driftRoute,
    runsRoute,
    runRoute,
    insightsRoute,
    auditRoute,
    systemRoute,
    accessRoute,
    commitRoute,
    elsewhereRoute,
  ]),
]);

/** Every screen and its address. Screens are loaded when they are opened. */
export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: () => <Loading what="the page" />,
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
});

leaveOutUnread(router);

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
