export { createLoginLink, loginPath } from "./access/session-secret.ts";
export { createToken, digestToken, type TokenMakers, type TokenRequest } from "./access/token-secret.ts";
export { type Dashboard, readDashboard } from "./dashboard/read-dashboard.ts";
export type { ApiDeps, ApiLog, ApiSettings, DiskSpace, SecretValue } from "./api-deps.ts";
export { type Api, createApi } from "./create-api.ts";
export type { ApiApp } from "./create-app.ts";
export { type ServedApi, serveApi, type ServeOptions } from "./serve-api.ts";
