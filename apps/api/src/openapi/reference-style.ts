/** Style of the reference page. */
export const referenceStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
nav a { margin-right: 1rem; }
details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: 0.4rem 0; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.5rem; }
pre { background: color-mix(in srgb, currentColor 7%, transparent); border-radius: 4px; overflow: auto; padding: 0.6rem; }
dt { margin-top: 0.6rem; }
:target { outline: 2px solid; outline-offset: 4px; }
`;
