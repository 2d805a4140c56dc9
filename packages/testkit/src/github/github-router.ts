import type { GitHubRoute } from "./github-exchange.ts";
import { allOperations, type GitHubOperation, operationOf } from "./github-schemas.ts";

export interface RoutedOperation {
  readonly route: GitHubRoute;
  readonly operation: GitHubOperation;
  readonly path: Readonly<Record<string, string>>;
}

export type GitHubRouter = (method: string, path: string) => RoutedOperation | null;

/** Placeholders whose values may hold slashes. */
const longPlaceholders = new Set(["ref", "branch", "path", "basehead"]);

/** Finds the operation of a request; the path with more literal parts goes first. */
export function createRouter(routes: readonly GitHubRoute[]): GitHubRouter {
  const table = routes
    .map((route) => {
      const operation = operationOf(route.operation);
      return { route, operation, pattern: patternOf(operation.path) };
    })
    .sort((a, b) => literals(b.operation.path) - literals(a.operation.path));
  const routed = new Set(table.map(({ operation }) => operation.id));
  const missing = allOperations().filter(({ id }) => !routed.has(id));
  if (missing.length > 0) throw new RangeError(`no route answers ${missing.map(({ id }) => id).join(", ")}`);
  return (method, path) => {
    for (const { route, operation, pattern } of table) {
      const found = operation.method === method ? pattern.exec(path) : null;
      if (found === null) continue;
      const values = Object.entries(found.groups ?? {});
      return {
        route,
        operation,
        path: Object.fromEntries(values.map(([name, value]) => [name, decodeURIComponent(value)])),
      };
    }
    return null;
  };
}

function literals(path: string): number {
  return path.split("/").filter((part) => !part.startsWith("{")).length;
}

function patternOf(path: string): RegExp {
  const source = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    longPlaceholders.has(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  return new RegExp(`^${source}$`);
}
