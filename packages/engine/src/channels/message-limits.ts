/** Longest parts of a message, in characters; longer texts are cut, longer data is refused. */
export const messageLimits = {
  text: 16_000,
  /** What Slack shows of one message without cutting it itself. */
  slackText: 4_000,
  subject: 200,
  data: 64_000,
} as const;
