// One person in one channel: what they see, what they type, what the app answers.

import { drawBlocks } from "/page/blocks.js";
import { act, follow, look } from "/page/client.js";
import { byId, make, plain } from "/page/dom.js";

const here = { user: null, channel: null, people: new Map(), shortcuts: [] };

async function start() {
  const [about, { people }] = await Promise.all([look(""), look("/people")]);
  byId("company").textContent = about.company;
  here.people = new Map(people.map((person) => [person.id, person]));
  here.shortcuts = about.shortcuts;
  const humans = people.filter((person) => !person.is_bot);
  byId("person").append(...humans.map((p) => make("option", { value: p.id }, `${p.real_name} (${p.role})`)));
  here.user = humans[0].id;
  byId("person").addEventListener("change", (event) => {
    here.user = event.target.value;
    here.channel = null;
    refresh();
  });
  byId("composer").addEventListener("submit", send);
  byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) send(event);
  });
  byId("home").addEventListener("click", () => doing("/home/open", {}));
  byId("shortcuts").append(...about.shortcuts.filter((s) => s.type === "global").map(shortcutButton));
  follow(refresh);
}

const shortcutButton = (shortcut) =>
  make("button", { type: "button", onclick: () => doing("/shortcut", { callback_id: shortcut.callback_id }) }, shortcut.name);

// Do something as the person, show the raw answer, and say what was refused.
async function doing(path, content) {
  byId("refusal").textContent = "";
  try {
    const answer = await act(path, { user: here.user, ...content });
    byId("answer").textContent = JSON.stringify(answer, null, 2);
  } catch (error) {
    byId("refusal").textContent = error.message;
  }
  await refresh();
}

async function send(event) {
  event.preventDefault();
  const text = byId("text").value.trim();
  if (!text) return;
  byId("text").value = "";
  await doing(text.startsWith("/") ? "/command" : "/message", { channel: here.channel, text });
}

async function refresh() {
  const user = here.user;
  const { channels } = await look("/channels", { user });
  const mine = channels.filter((channel) => channel.member);
  here.channel = mine.some((channel) => channel.id === here.channel) ? here.channel : mine[0]?.id;
  drawChannels(mine);
  const [{ channel, messages }, { views }, { view }] = await Promise.all([
    look("/messages", { user, channel: here.channel }),
    look("/modals", { user }),
    look("/home", { user }),
  ]);
  byId("title").textContent = nameOf(channel);
  byId("topic").textContent = channel.topic;
  byId("messages").replaceChildren(...messages.map(drawMessage));
  byId("messages").scrollTop = byId("messages").scrollHeight;
  drawModal(views.at(-1));
  const useHome = (element, block, value) => doing("/action", { home: true, ...named(element, block), value });
  byId("home-view").replaceChildren(view ? drawBlocks(view.blocks, useHome) : "Nothing published");
}

const named = (element, block) => ({ action_id: element.action_id, block_id: block.block_id });

function nameOf(channel) {
  if (channel.kind !== "im") return `${channel.private ? "🔒" : "#"} ${channel.name}`;
  const other = channel.members.find((member) => member !== here.user);
  return here.people.get(other)?.real_name || "Direct message";
}

function drawChannels(channels) {
  const open = (channel) => async () => {
    here.channel = channel.id;
    await act("/read", { user: here.user, channel: channel.id });
    await refresh();
  };
  const draw = (channel) =>
    make(
      "button",
      { type: "button", onclick: open(channel), className: channel.id === here.channel ? "current" : "" },
      `${nameOf(channel)}${channel.unread ? ` (${channel.unread})` : ""}`,
    );
  byId("channels").replaceChildren(...channels.map(draw));
}

function drawMessage(message) {
  const place = { channel: message.channel, ts: message.ts };
  const use = (element, block, value) => doing("/action", { ...place, ...named(element, block), value });
  const author = message.notice ? "Slackbot" : here.people.get(message.user)?.real_name || message.user;
  const time = new Date(Number(message.ts) * 1000).toLocaleString();
  const marks = [
    message.ephemeral ? "Only visible to you" : null,
    message.thread_ts && message.thread_ts !== message.ts ? "In a thread" : null,
    ...(message.reactions || []).map((reaction) => `:${reaction.name}: ${reaction.count}`),
    ...(message.files || []).map((file) => `📎 ${file.name}`),
  ].filter(Boolean);
  const classes = [message.ephemeral && "ephemeral", message.notice && "notice"].filter(Boolean);
  return make(
    "li",
    { className: classes.join(" ") },
    make("strong", {}, author),
    make("time", {}, ` ${time}`),
    message.blocks ? drawBlocks(message.blocks, use) : make("p", {}, plain(message.text)),
    marks.length ? make("small", {}, marks.join(" · ")) : null,
    ...here.shortcuts.filter((s) => s.type === "message" && !message.ephemeral).map((s) => onMessage(s, place)),
  );
}

const onMessage = (shortcut, place) =>
  make("button", { type: "button", className: "quiet", onclick: () => doing("/shortcut", { ...place, callback_id: shortcut.callback_id }) }, shortcut.name);

let drawnModal = "";

function drawModal(view) {
  const form = byId("modal");
  const shown = view ? `${view.id} ${view.hash} ${JSON.stringify(view.errors)}` : "";
  // Drawing anew would take away what is being typed.
  if (shown === drawnModal) return;
  drawnModal = shown;
  form.replaceChildren();
  if (!view) return;
  const values = {};
  const use = (element, block, value) => {
    if (block.type !== "input" || block.dispatch_action) return doing("/action", { view_id: view.id, ...named(element, block), value });
    values[`${block.block_id}.${element.action_id}`] = value;
    return null;
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    doing("/modal/submit", { view_id: view.id, values });
  };
  form.append(
    make("h3", {}, view.title.text),
    drawBlocks(view.blocks, use),
    ...Object.entries(view.errors).map(([block, error]) => make("p", { className: "error" }, `${block}: ${error}`)),
    view.submit ? make("button", { type: "submit" }, view.submit.text) : "",
    make("button", { type: "button", onclick: () => doing("/modal/close", { view_id: view.id }) }, view.close?.text || "Cancel"),
  );
}

start();
