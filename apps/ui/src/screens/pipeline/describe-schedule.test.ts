import { expect, test } from "vitest";

import { describeSchedule } from "./describe-schedule.ts";

test.each([
  ["30 2 * * 1-5", "At 02:30, Monday to Friday"],
  ["0 8,12,18 * * *", "At 08:00, 12:00 and 18:00"],
  ["*/15 8-18 * * *", "Every 15 minutes from 08:00 to 18:59"],
  ["* * * * *", "Every minute"],
  ["0 * * * *", "Every hour"],
  ["5 * * * *", "At minute 5 of every hour"],
  ["0 */6 * * *", "Every 6 hours at minute 0"],
  ["0 0 1 * *", "At 00:00, on day 1 of the month"],
  ["0 9 1,15 1,7 *", "At 09:00, on day 1 and 15 of the month, in January and July"],
  ["0 7 * JUN-AUG sun", "At 07:00, Sunday, in June to August"],
  ["0 7 * * 7", "At 07:00, Sunday"],
  ["0 7 * * 1#2", "At 07:00, 1#2"],
  ["0 7 13 * 5", "At 07:00, on day 13 of the month or Friday"],
  ["never", "never"],
])("%s is told as %s", (schedule, told) => {
  expect(describeSchedule(schedule)).toBe(told);
});
