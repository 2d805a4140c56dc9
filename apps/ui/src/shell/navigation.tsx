import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { Icon } from "../design/icon.tsx";
import { ShortText } from "../design/short-text.tsx";
import { StatusIcon } from "../design/status-badge.tsx";
import { statusOf, syncStatuses } from "../design/statuses.ts";
import { environmentsQuery } from "../environments/environments-query.ts";
import { navItems } from "./nav-items.ts";

const item =
  "flex min-h-8 items-center gap-2 rounded-md px-2 text-sm text-muted no-underline hover:bg-sunken hover:text-text";
const active = { className: "bg-accent-soft font-medium !text-text", "aria-current": "page" } as const;

/** Screens, and environments with their state. */
export function Navigation({ onFollow }: { readonly onFollow?: () => void }) {
  const { data: environments = [] } = useQuery(environmentsQuery);
  return (
    <nav aria-label="Main" className="flex flex-col gap-4" onClick={onFollow}>
      <ul className="space-y-0.5">
        {navItems.map(({ to, title, icon }) => (
          <li key={to}>
            <Link
              to={to}
              className={item}
              activeProps={active}
              activeOptions={{ exact: to === "/", includeSearch: false }}
            >
              <Icon name={icon} />
              {title}
            </Link>
          </li>
        ))}
      </ul>
      {environments.length > 0 && (
        <div>
          <h2 className="mb-1 px-2 text-xs text-muted">Environments</h2>
          <ul className="space-y-0.5">
            {environments.map(({ slug, state, because }) => (
              <li key={slug}>
                <Link
                  to="/environments/$env"
                  params={{ env: slug }}
                  className={item}
                  activeProps={active}
                  activeOptions={{ includeSearch: false }}
                >
                  <StatusIcon status={statusOf(syncStatuses, state)} because={because} />
                  <ShortText text={slug} />
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </nav>
  );
}
