/** Instead of the dashboard where it was not built. */
export const missingPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Lockstep</title>
    <link rel="stylesheet" href="/docs/reference.css" />
  </head>
  <body>
    <main>
      <h1>The dashboard is not built</h1>
      <p>Run <code>npm run build</code> where Lockstep is installed and start it again.</p>
      <p>Everything is there without it: <code>lockstep status</code> shows what every environment is doing.</p>
      <p><code>LOCKSTEP_UI=off</code> says that none is wanted.</p>
      <p><a href="/docs">All routes of this server</a></p>
    </main>
  </body>
</html>
`;
