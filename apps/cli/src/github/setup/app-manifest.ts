import { isLoopback } from "../../org/is-loopback.ts";
import { appEvents, appPermissions, type AppWishes } from "./app-permissions.ts";

/** The App that is to be made. */
export interface NewApp extends AppWishes {
  /** At most 34 characters, unique on the GitHub host; a person can change it before the App is made. */
  readonly name: string;
  /** Where people reach Lockstep. */
  readonly publicUrl: string;
  /** Where GitHub sends people back to; `null` when the App is made by hand. */
  readonly redirectUrl: string | null;
}

/** Address that webhooks are sent to; `null` where GitHub cannot reach this server. */
export function webhookUrlOf(publicUrl: string): string | null {
  const { hostname, protocol } = new URL(publicUrl);
  const isHere = isLoopback(hostname) || hostname === "0.0.0.0" || hostname === "[::]";
  return protocol === "https:" && !isHere ? `${publicUrl}/api/v1/hooks/github` : null;
}

/**
 * The App as GitHub's manifest flow takes it. Without an address for webhooks neither them nor events may be named:
 * GitHub refuses a hook without address, and events without a hook.
 */
export function appManifest(app: NewApp): object {
  const webhookUrl = webhookUrlOf(app.publicUrl);
  return {
    name: app.name,
    url: app.publicUrl,
    description: "Shows on pull requests what merging deploys, and on deployments what it did.",
    public: false,
    ...(app.redirectUrl === null ? {} : { redirect_url: app.redirectUrl }),
    default_permissions: Object.fromEntries(appPermissions(app).map(({ name, access }) => [name, access])),
    ...(webhookUrl === null
      ? {}
      : {
          hook_attributes: { url: webhookUrl, active: true },
          default_events: appEvents.map(({ name }) => name),
        }),
  };
}

/** Page on which the App is made: in an organisation, or in the account of who is signed in. */
export function newAppPage(githubUrl: string, organisation: string | null): string {
  const owner = organisation === null ? "" : `/organizations/${encodeURIComponent(organisation)}`;
  return `${githubUrl}${owner}/settings/apps/new`;
}
