import type { IconName } from "../design/icon.tsx";

/** Where the navigation leads. The letter after `g` leads there, too. */
export const navItems = [
  { to: "/", title: "Pipelines", icon: "home", key: "h" },
  { to: "/promotions", title: "Promotions", icon: "up", key: "p" },
  { to: "/approvals", title: "Approvals", icon: "person", key: "a" },
  { to: "/drift", title: "Drift", icon: "drift", key: "d" },
  { to: "/runs", title: "Runs", icon: "list", key: "r" },
  { to: "/insights", title: "Insights", icon: "chart", key: "i" },
  { to: "/audit", title: "Audit", icon: "book", key: "u" },
  { to: "/system", title: "System", icon: "gear", key: "s" },
  { to: "/access", title: "Access", icon: "key", key: "t" },
] as const satisfies readonly {
  readonly to: string;
  readonly title: string;
  readonly icon: IconName;
  readonly key: string;
}[];
