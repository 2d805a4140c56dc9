/** What starts runs, by the API's name for it. */
export const triggerWords = {
  api: "API",
  cron: "Schedule",
  webhook: "Webhook",
  pipeline: "Pipeline",
  event: "Event",
  cli: "Command line",
} as const;
