// The address: person and place, so that a tab can be reloaded, shared and left with "back".
// #/USER/CHANNEL · #/USER/CHANNEL/thread/TS · #/USER/app/home · #/link/CHANNEL/MICROSECONDS

import { store } from "/page/shell/state.js";

/** @typedef {import("/page/shell/state.js").Place} Place */
/** @typedef {{user: string | null, place: Place | null, thread: string | null, target: string | null}} Route */

const LOCAL_HOSTS = ["127.0.0.1", "localhost"];
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
  const path = place.kind === "app" ? `app/${place.tab}` : place.id;
  return `#/${user}/${path}${thread ? `/thread/${thread}` : ""}`;
}

// The last address written or followed: a different one is still to be followed.
let lastHash = location.hash;

/** Update the address with the store. */
export function followStore() {
  store.watch(["me", "place", "panel"], ({ me, place, panel }) => {
    if (!me || place.kind === "none") return;
    const hash = hashOf(me, place, panel?.kind === "thread" ? panel.ts : null);
    if (location.hash === hash || location.hash !== lastHash) return;
    // After a permalink or an empty address there is nothing to go back to.
    const replaces = !location.hash || location.hash.startsWith("#/link/");
    history[replaces ? "replaceState" : "pushState"](null, "", hash);
    lastHash = location.hash;
  });
}

/**
 * Links to this workspace's own messages open here instead of leaving the page.
 * @param {(route: Route) => void} go
 */
export function followAddress(go) {
  const follow = () => {
    lastHash = location.hash;
    go(readRoute());
  };
  window.addEventListener("popstate", follow);
  // The address changed while the page was loading, before the listener was added.
  if (location.hash !== lastHash) follow();
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const permalink = /^\/archives\/(\w+)\/p(\d+)/.exec(link.pathname);
    if (!LOCAL_HOSTS.includes(link.hostname) || link.port !== location.port || !permalink) return;
    event.preventDefault();
    location.hash = `#/link/${permalink[1]}/${permalink[2]}`;
  });
}
