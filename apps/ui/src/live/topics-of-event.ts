/** Which topics of fetched data an event makes old. Topics are the first parts of query keys. */
export function topicsOfEvent(name: string): readonly string[] {
  const [subject = ""] = name.split(".", 1);
  return topics[subject] ?? everything;
}

const everything = [
  "environments",
  "pipelines",
  "deploys",
  "runs",
  "drift",
  "approvals",
  "promotions",
  "audit",
  "overview",
  "access",
];

const topics: Readonly<Record<string, readonly string[]>> = {
  environment: [
    "environments",
    "pipelines",
    "promotions",
    "overview",
    "drift",
    "deploys",
    "approvals",
    "audit",
  ],
  deploy: ["deploys", "environments", "pipelines", "promotions", "overview", "approvals", "audit"],
  "break-glass": ["deploys", "environments", "overview", "audit"],
  promotion: ["promotions", "overview", "audit"],
  drift: ["drift", "environments", "pipelines", "overview", "audit"],
  run: ["runs", "approvals", "overview", "pipelines"],
  step: ["runs"],
  token: ["access", "audit"],
};
