import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";

import { Button, IconButton } from "../design/button.tsx";
import { LiveProvider } from "../live/live.tsx";
import { untilLoaded } from "../loading/until-loaded.ts";
import { Freshness } from "./freshness.tsx";
import { Navigation } from "./navigation.tsx";
import { usePageKeys } from "./page-keys.ts";
import { useFocusContent } from "./use-focus-content.ts";

const AccountMenu = lazy(async () => ({
  default: (await untilLoaded(() => import("./account-menu.tsx"))).AccountMenu,
}));
const Palette = lazy(async () => ({ default: (await untilLoaded(() => import("./palette.tsx"))).Palette }));
const HelpDialog = lazy(async () => ({
  default: (await untilLoaded(() => import("./help-dialog.tsx"))).HelpDialog,
}));

/** What stands around every screen. */
export function Shell() {
  const [overlay, setOverlay] = useState<"none" | "palette" | "help" | "navigation">("none");
  const close = useCallback(() => setOverlay("none"), []);
  const openPalette = useCallback(() => setOverlay("palette"), []);
  const openHelp = useCallback(() => setOverlay("help"), []);
  usePageKeys({ openPalette, openHelp });
  useFocusContent();
  const isNavigationOpen = overlay === "navigation";
  return (
    <LiveProvider>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface px-3">
        <IconButton
          icon="menu"
          label={isNavigationOpen ? "Close the navigation" : "Open the navigation"}
          aria-expanded={isNavigationOpen}
          className="lg:hidden"
          onClick={() => setOverlay(isNavigationOpen ? "none" : "navigation")}
        />
        <Link to="/" className="mr-2 flex items-center gap-2 font-semibold text-text no-underline">
          <Mark />
          <span className="max-sm:sr-only">Lockstep</span>
        </Link>
        <Button
          look="secondary"
          icon="search"
          className="min-w-0 text-muted sm:w-64 sm:justify-start"
          onClick={openPalette}
        >
          <span className="max-sm:sr-only">Find anything</span>
          <kbd className="ml-auto font-sans text-xs max-sm:hidden">Ctrl K</kbd>
        </Button>
        <div className="ml-auto flex items-center gap-2">
          <Freshness />
          <Suspense fallback={<span className="w-20" />}>
            <AccountMenu />
          </Suspense>
        </div>
      </header>
      <div className="flex">
        <div
          className={`${isNavigationOpen ? "fixed inset-x-0 top-12 bottom-0 z-20 overflow-y-auto bg-surface p-3" : "max-lg:hidden"} lg:sticky lg:top-12 lg:block lg:h-[calc(100vh-3rem)] lg:w-52 lg:shrink-0 lg:overflow-y-auto lg:border-r lg:border-line lg:p-3`}
        >
          <Navigation onFollow={close} />
        </div>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none lg:p-6">
          <Outlet />
        </main>
      </div>
      <Suspense>
        {overlay === "palette" && <Palette isOpen onClose={close} onShowKeys={openHelp} />}
        {overlay === "help" && <HelpDialog isOpen onClose={close} />}
      </Suspense>
    </LiveProvider>
  );
}

function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path d="M8 9h5v14H8zM15.5 13h5v10h-5zM23 17h2.5v6H23z" className="fill-accent-ink" />
    </svg>
  );
}
