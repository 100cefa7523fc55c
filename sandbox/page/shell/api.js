// The only module that calls the control API and its stream of changes.

/** The sandbox answered with an error; `message` is its code. */
export class ApiError extends Error {}

/** The sandbox did not answer. */
export class UnreachableError extends Error {}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [content]
 * @returns {Promise<any>}
 */
async function send(method, path, content) {
  /** @type {RequestInit} */
  const request = { method: method, headers: { "Content-Type": "application/json" } };
  if (content) request.body = JSON.stringify(content);
  let response;
  try {
    response = await fetch(`/sandbox${path}`, request);
  } catch {
    throw new UnreachableError("The workspace cannot be reached");
  }
  const answer = await response.json().catch(() => ({ error: `status ${response.status}` }));
  if (!response.ok) throw new ApiError(answer.error);
  return answer;
}

/** @param {string} path @param {Record<string, string>} [query] */
export const get = (path, query) => send("GET", query ? `${path}?${new URLSearchParams(query)}` : path);
/** @param {string} path @param {object} content */
export const post = (path, content) => send("POST", path, content);
/** @param {string} path */
export const del = (path) => send("DELETE", path);

/** @param {string} id @returns {string} URL of a file's bytes */
export const fileUrl = (id) => `/sandbox/files/${encodeURIComponent(id)}`;

const CHANGE_KINDS = [
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
const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 8000;
const HIDDEN_TIMEOUT_MS = 30_000;

/**
 * Follow the stream of changes and reconnect after a loss. A tab hidden for long disconnects: a
 * browser opens at most six connections to a host, and each person may have a tab.
 * @param {{onChange: (change: any) => void, onOpen: () => void, onLost: () => void}} listener
 */
export function follow({ onChange, onOpen, onLost }) {
  /** @type {EventSource | null} */
  let source = null;
  let delay = MIN_RETRY_MS;
  let timer = 0;

  function connect() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource("/sandbox/stream");
    for (const kind of CHANGE_KINDS)
      source.addEventListener(kind, (event) => onChange(JSON.parse(/** @type {MessageEvent} */ (event).data)));
    source.addEventListener("open", () => {
      delay = MIN_RETRY_MS;
      onOpen();
    });
    source.addEventListener("error", () => {
      disconnect();
      onLost();
      timer = setTimeout(connect, delay);
      delay = Math.min(delay * 2, MAX_RETRY_MS);
    });
  }

  function disconnect() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(disconnect, HIDDEN_TIMEOUT_MS);
    else if (!source) connect();
  });
  window.addEventListener("online", connect);
  connect();
}
