// The control API as a page uses it.

export class Refusal extends Error {}

async function ask(verb, path, content) {
  const request = { method: verb, headers: { "Content-Type": "application/json" } };
  if (content) request.body = JSON.stringify(content);
  const response = await fetch(`/sandbox${path}`, request);
  const answer = await response.json();
  if (!response.ok) throw new Refusal(answer.error);
  return answer;
}

export const look = (path, query = {}) => ask("GET", `${path}?${new URLSearchParams(query)}`);
export const act = (path, content) => ask("POST", path, content);

export function follow(onChange) {
  const kinds = [
    "message", "message_changed", "message_deleted", "ephemeral", "reaction_added",
    "reaction_removed", "view", "home", "channel", "member_joined", "member_left", "read",
  ];
  const stream = new EventSource("/sandbox/stream");
  for (const kind of kinds) stream.addEventListener(kind, onChange);
  // After a restart of the sandbox nothing on the page is true any more.
  stream.addEventListener("open", onChange);
}
