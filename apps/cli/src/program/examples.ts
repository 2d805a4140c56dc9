/** The examples at the end of a command's help: pairs of what to type and what it does. */
export function examples(...pairs: readonly (readonly [command: string, effect: string])[]): string {
  const width = Math.max(...pairs.map(([command]) => command.length));
  const lines = pairs.map(([command, effect]) => `  $ ${command.padEnd(width)}   # ${effect}`);
  return `\nExamples:\n${lines.join("\n")}`;
}
