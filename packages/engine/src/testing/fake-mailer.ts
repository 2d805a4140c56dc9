import type { Mail, Mailer } from "../mail/mailer.ts";

export interface FakeMailer extends Mailer {
  readonly mails: readonly Mail[];
}

/** Accepts every mail and keeps it. */
export function createFakeMailer(): FakeMailer {
  const mails: Mail[] = [];
  return {
    mails,
    send: async (mail) => {
      mails.push(mail);
    },
  };
}
