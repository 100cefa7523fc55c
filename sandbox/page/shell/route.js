// The address: who one is and where, so that a tab can be reloaded, shared and left with "back".
// #/USER/CHANNEL · #/USER/CHANNEL/thread/TS · #/USER/app/home · #/link/CHANNEL/MICROSECONDS

import { store } from "/page/shell/state.js";

/** @typedef {import("/page/shell/state.js").Place} Place */
/** @typedef {{user: string | null, place: Place | null, thread: string | null, target: string | null}} Route */

const HERE = ["127.0.0.1", "localhost"];
const TABS = ["home", "messages", "about"];

/** @returns {Route} */
export function readRoute() {
  const [first = "", second = "", third = "", fourth = ""] = location.hash
    .replace(/^#\/?/, "")
    .split("/")
    .map(decodeURIComponent);
  /** @type {Route} */
  const route = { user: first || null, place: null, thread: null, target: null };
  if (first === "link") {
    const ts = `${third.slice(0, -6)}.${third.slice(-6)}`;
    return { ...route, user: null, place: { kind: "channel", id: second }, target: ts };
  }
  if (second === "app") route.place = { kind: "app", tab: /** @type {any} */ (TABS.includes(third) ? third : "home") };
  else if (second) route.place = { kind: "channel", id: second };
  if (third === "thread") route.thread = fourth;
  return route;
}

/** @param {string | null} user @param {Place} place @param {string | null} [thread] */
export function hashOf(user, place, thread) {
  if (place.kind === "none") return `#/${user}`;
  const where = place.kind === "app" ? `app/${place.tab}` : place.id;
  return `#/${user}/${where}${thread ? `/thread/${thread}` : ""}`;
}

// The address as last written or gone to: another one has been asked for and is not gone to yet.
let settled = location.hash;

/** Keep the address in step with the store. */
export function followStore() {
  store.watch(["me", "place", "panel"], ({ me, place, panel }) => {
    if (!me || place.kind === "none") return;
    const hash = hashOf(me, place, panel?.kind === "thread" ? panel.ts : null);
    if (location.hash === hash || location.hash !== settled) return;
    // Coming from a link or from nowhere leaves nothing to go back to.
    const replaces = !location.hash || location.hash.startsWith("#/link/");
    history[replaces ? "replaceState" : "pushState"](null, "", hash);
    settled = location.hash;
  });
}

/**
 * Links to this workspace's own messages open here instead of leaving the page.
 * @param {(route: Route) => void} go
 */
export function followAddress(go) {
  const follow = () => {
    settled = location.hash;
    go(readRoute());
  };
  window.addEventListener("popstate", follow);
  // Asked for while the page was still being loaded: nobody was listening then.
  if (location.hash !== settled) follow();
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const found = /^\/archives\/(\w+)\/p(\d+)/.exec(link.pathname);
    if (!HERE.includes(link.hostname) || link.port !== location.port || !found) return;
    event.preventDefault();
    location.hash = `#/link/${found[1]}/${found[2]}`;
  });
}
