export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "cyan" | "magenta";

/**
 * Text for people, with its colours still apart from its characters: whatever comes from manifests, git or the API is
 * made harmless when it is rendered, and only Lockstep's own styles become escape sequences.
 */
export type Text = string | StyledText | readonly Text[];

export interface StyledText {
  readonly style: Style;
  readonly text: Text;
}

/** The text in a style; on a terminal without colours, just the text. */
export function styled(style: Style, text: Text): StyledText {
  return { style, text };
}
