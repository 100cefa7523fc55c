// The network: the control API of the sandbox and its stream of changes. Nothing else talks to it.

/** The sandbox refused; `message` is its error code. */
export class Refusal extends Error {}

/** The sandbox did not answer at all. */
export class Unreachable extends Error {}

/**
 * @param {string} verb
 * @param {string} path
 * @param {object} [content]
 * @returns {Promise<any>}
 */
async function ask(verb, path, content) {
  /** @type {RequestInit} */
  const request = { method: verb, headers: { "Content-Type": "application/json" } };
  if (content) request.body = JSON.stringify(content);
  let response;
  try {
    response = await fetch(`/sandbox${path}`, request);
  } catch {
    throw new Unreachable("The workspace cannot be reached");
  }
  const answer = await response.json().catch(() => ({ error: `status ${response.status}` }));
  if (!response.ok) throw new Refusal(answer.error);
  return answer;
}

/** @param {string} path @param {Record<string, string>} [query] */
export const look = (path, query) => ask("GET", query ? `${path}?${new URLSearchParams(query)}` : path);
/** @param {string} path @param {object} content */
export const post = (path, content) => ask("POST", path, content);
/** @param {string} path */
export const drop = (path) => ask("DELETE", path);

/** @param {string} id the address of a file's bytes */
export const fileUrl = (id) => `/sandbox/files/${encodeURIComponent(id)}`;

const KINDS = [
  "message",
  "message_changed",
  "message_deleted",
  "ephemeral",
  "reaction_added",
  "reaction_removed",
  "view",
  "home",
  "channel",
  "member_joined",
  "member_left",
  "read",
  "status",
  "clock",
  "settings",
  "installed",
  "uninstalled",
  "revoked",
];
const SOONEST = 500;
const LATEST = 8000;
const HIDDEN_FOR = 30_000;

/**
 * Follow what changes; comes back by itself after a loss. While the tab has been hidden for long it
 * lets go: a browser keeps six connections to a host at most, and each person may have a tab.
 * @param {{onChange: (change: any) => void, onOpen: () => void, onLost: () => void}} listener
 */
export function follow({ onChange, onOpen, onLost }) {
  /** @type {EventSource | null} */
  let source = null;
  let wait = SOONEST;
  let timer = 0;

  function connect() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource("/sandbox/stream");
    for (const kind of KINDS)
      source.addEventListener(kind, (event) => onChange(JSON.parse(/** @type {MessageEvent} */ (event).data)));
    source.addEventListener("open", () => {
      wait = SOONEST;
      onOpen();
    });
    source.addEventListener("error", () => {
      release();
      onLost();
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LATEST);
    });
  }

  function release() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(release, HIDDEN_FOR);
    else if (!source) connect();
  });
  window.addEventListener("online", connect);
  connect();
}
