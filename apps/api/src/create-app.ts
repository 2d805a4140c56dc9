import { Failure } from "@lockstep/model";
import { type Context, Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";

import { authenticate } from "./access/authenticate.ts";
import type { ApiEnv } from "./api-env.ts";
import { serveDashboard } from "./dashboard/serve-dashboard.ts";
import { createMetrics } from "./metrics/create-metrics.ts";
import { timeRequests } from "./metrics/time-requests.ts";
import { buildDocument, type OpenApiDocument } from "./openapi/build-document.ts";
import { problemResponse, respondWithProblem } from "./problems/respond-with-problem.ts";
import { browserHeaders } from "./requests/browser-headers.ts";
import { guardOrigin } from "./requests/guard-origin.ts";
import { keepNothing } from "./requests/keep-nothing.ts";
import { denialRecorder } from "./requests/record-denial.ts";
import type { RouteDeps } from "./route-deps.ts";
import { approvalRoutes } from "./routes/approval-routes.ts";
import { auditRoutes } from "./routes/audit-routes.ts";
import { breakGlassRoutes } from "./routes/break-glass-routes.ts";
import { commitRoutes } from "./routes/commit-routes.ts";
import { compareRoutes } from "./routes/compare-routes.ts";
import { deliveryRoutes } from "./routes/delivery-routes.ts";
import { deployRoutes } from "./routes/deploy-routes.ts";
import { driftRoutes } from "./routes/drift-routes.ts";
import { environmentRoutes } from "./routes/environment-routes.ts";
import { erasureRoutes } from "./routes/erasure-routes.ts";
import { eventRoutes } from "./routes/event-routes.ts";
import { forgeRoutes } from "./routes/forge-routes.ts";
import { githubHookRoutes } from "./routes/github-hook-routes.ts";
import { healthRoutes } from "./routes/health-routes.ts";
import { holdRoutes } from "./routes/hold-routes.ts";
import { hookRoutes } from "./routes/hook-routes.ts";
import { insightRoutes } from "./routes/insight-routes.ts";
import { landingRoutes } from "./routes/landing-routes.ts";
import { laneRoutes } from "./routes/lane-routes.ts";
import { loginRoutes } from "./routes/login-routes.ts";
import { matrixRoutes } from "./routes/matrix-routes.ts";
import { metricsRoutes } from "./routes/metrics-routes.ts";
import { orderRoutes } from "./routes/order-routes.ts";
import { outboxRoutes } from "./routes/outbox-routes.ts";
import { overviewRoutes } from "./routes/overview-routes.ts";
import { pipelineHistoryRoutes } from "./routes/pipeline-history-routes.ts";
import { pipelineStandingRoutes } from "./routes/pipeline-standing-routes.ts";
import { previewRoutes } from "./routes/preview-routes.ts";
import { promotionRoutes } from "./routes/promotion-routes.ts";
import { queueRoutes } from "./routes/queue-routes.ts";
import { reconcileRoutes } from "./routes/reconcile-routes.ts";
import { referenceRoutes } from "./routes/reference-routes.ts";
import { retryRoutes } from "./routes/retry-routes.ts";
import { runJournalRoutes } from "./routes/run-journal-routes.ts";
import { runRoutes } from "./routes/run-routes.ts";
import { runSummaryRoutes } from "./routes/run-summary-routes.ts";
import { searchRoutes } from "./routes/search-routes.ts";
import { secretRoutes } from "./routes/secret-routes.ts";
import { sessionRoutes } from "./routes/session-routes.ts";
import { socketRoutes } from "./routes/socket-routes.ts";
import { startRunRoutes } from "./routes/start-run-routes.ts";
import { stateDiffRoutes } from "./routes/state-diff-routes.ts";
import { stepTypeRoutes } from "./routes/step-type-routes.ts";
import { tokenRoutes } from "./routes/token-routes.ts";
import { triggerRoutes } from "./routes/trigger-routes.ts";
import { versionRoutes } from "./routes/version-routes.ts";
import { workerRoutes } from "./routes/worker-routes.ts";

/** The type that `hono/client` derives its calls from. */
export type ApiApp = ReturnType<typeof createApp>;

/** All routes behind their middleware. The order is the order in which a request meets them. */
export function createApp(deps: RouteDeps) {
  const metrics = createMetrics(deps.metrics);
  deps.tail.subscribe(metrics.countEvents);
  let document: OpenApiDocument | null = null;

  const app = new Hono<ApiEnv>();
  app.onError(respondWithProblem(deps.log));
  app.notFound(async (c) => {
    const page = deps.dashboard === null ? null : await serveDashboard(c, deps.dashboard);
    return page ?? problemResponse(c, noSuchRoute());
  });
  app.use(
    requestId({ generator: () => deps.ids.next() }),
    timeRequests(metrics),
    browserHeaders(deps.settings),
  );
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  app.route("/", healthRoutes(deps)).route("/", metricsRoutes(deps, metrics));
  app.use(guardOrigin(deps.settings));
  app.route(
    "/",
    referenceRoutes(() => (document ??= buildDocument(app.routes, deps.settings.version))),
  );
  if (deps.dashboard === null) app.route("/", landingRoutes());
  app.route("/api/v1", githubHookRoutes(deps));
  app.route("/api/v1", hookRoutes(deps));
  app.route("/api/v1", socketRoutes(deps));
  const open = app.route("/api/v1", loginRoutes(deps));
  const recordDenial = denialRecorder(deps);
  app.use("/api/v1/*", keepNothing, authenticate(deps), async (c, next) => {
    c.set("answerOnce", deps.answerOnce);
    c.set("recordDenial", recordDenial);
    await next();
  });
  return open.route("/api/v1", versionOne(deps));
}

function versionOne(deps: RouteDeps) {
  return (
    new Hono<ApiEnv>()
      .route("/", startRunRoutes(deps))
      // Before the route of one run: `counts` is no id.
      .route("/", runSummaryRoutes(deps))
      .route("/", runRoutes(deps))
      .route("/", retryRoutes(deps))
      .route("/", approvalRoutes(deps))
      .route("/", runJournalRoutes(deps))
      .route("/", erasureRoutes(deps))
      .route("/", stepTypeRoutes())
      .route("/", matrixRoutes(deps))
      .route("/", pipelineStandingRoutes(deps))
      .route("/", overviewRoutes(deps))
      .route("/", laneRoutes(deps))
      .route("/", searchRoutes(deps))
      .route("/", environmentRoutes(deps))
      .route("/", pipelineHistoryRoutes(deps))
      .route("/", driftRoutes(deps))
      .route("/", stateDiffRoutes(deps))
      .route("/", insightRoutes(deps))
      .route("/", queueRoutes(deps))
      .route("/", triggerRoutes(deps))
      .route("/", reconcileRoutes(deps))
      .route("/", deployRoutes(deps))
      .route("/", previewRoutes(deps))
      .route("/", compareRoutes(deps))
      .route("/", promotionRoutes(deps))
      .route("/", commitRoutes(deps))
      .route("/", holdRoutes(deps))
      .route("/", orderRoutes(deps))
      .route("/", breakGlassRoutes(deps))
      .route("/", auditRoutes(deps))
      .route("/", versionRoutes(deps))
      .route("/", eventRoutes(deps))
      .route("/", sessionRoutes(deps))
      .route("/", tokenRoutes(deps))
      .route("/", secretRoutes(deps))
      .route("/", workerRoutes(deps))
      .route("/", outboxRoutes(deps))
      .route("/", deliveryRoutes(deps))
      .route("/", forgeRoutes(deps))
  );
}

function noSuchRoute(): Failure {
  return new Failure("not-found", "There is no such route. /docs shows the routes there are.");
}

/** `OPTIONS` says what is possible; no header ever invites another origin. */
function onMethodNotAllowed(c: Context<ApiEnv>, methods: string[]): Response {
  c.header("Allow", methods.join(", "));
  if (c.req.method === "OPTIONS") return c.body(null, 204);
  return problemResponse(
    c,
    new Failure("method-not-allowed", `This path has no such method. It has: ${methods.join(", ")}.`),
  );
}
