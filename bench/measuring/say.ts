/** Tells on standard error what is being measured, so that standard output holds the tables alone. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
