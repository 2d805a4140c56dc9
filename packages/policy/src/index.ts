export { decide } from "./decide.ts";
export { findBrokenGlass } from "./people/broken-glass.ts";
export { mayApprove, mayBreakGlass } from "./people/is-named.ts";
