import type { OrgStore } from "@lockstep/model";

/** What the dashboard's home asks again and again. */
export const hotDashboardActions: Readonly<Record<string, (store: OrgStore) => Promise<unknown>>> = {
  "finding how what is in force did": ({ dashboard }) => dashboard.loadOutcomes("env", null),
  "finding how some pipelines did": ({ dashboard }) => dashboard.loadOutcomes("env", ["pipe", "other"]),
  "finding whose runs ended": async ({ dashboard, events }) => {
    await events.append([{ name: "run.completed", environment: "env", body: { slug: "pipe" } }]);
    await events.publish();
    return dashboard.loadEndedSince(0);
  },
  "finding the last runs of a page": ({ dashboard }) => dashboard.loadLastRuns("env", ["pipe", "other"]),
  "counting how far an environment is ahead": ({ dashboard }) =>
    dashboard.countAhead("env", "other", ["pipe"]),
  "listing differences without their sides": ({ dashboard }) => dashboard.listDriftHeads("env"),
  "reading titles": ({ dashboard }) => dashboard.loadTitles(["sha256:a"]),
  "finding the current deploy": ({ dashboard }) => dashboard.loadCurrentDeploy("env", "deploy"),
  "reading what a deploy changes": ({ dashboard }) => dashboard.loadChanges("deploy"),
  "listing deploys without their plans": ({ dashboard }) => dashboard.listDeployHeads(["env", "other"], 20),
  "searching deploys": ({ dashboard }) => dashboard.searchDeploys("0192", 5),
  "listing what waits for people with its starters": ({ dashboard }) => dashboard.listAsked(null, 100),
  "listing what of environments waits for people": ({ dashboard }) => dashboard.listAsked(["env"], 100),
};
