export { decide } from "./decide.ts";
export { findBrokenGlass } from "./people/broken-glass.ts";
export { isSamePerson, mayApprove, mayBreakGlass } from "./people/is-named.ts";
export { type WindowStanding, windowStanding } from "./windows/window-standing.ts";
