// The message composer: Enter sends, Shift+Enter starts a new line, "/" suggests commands.

import { command, say, errorText } from "/page/shell/user_actions.js";
import { Attachments } from "/page/shell/attachments.js";
import { Completion } from "/page/shell/completion.js";
import { fill, iconButton, make } from "/page/shell/dom.js";
import { draftOf, saveDraft } from "/page/shell/drafts.js";
import { emoji } from "/page/shell/emoji.js";
import { icon } from "/page/shell/icons.js";
import { openEmojiPicker } from "/page/shell/reactions.js";
import { openShortcuts } from "/page/shell/shortcuts.js";
import { store } from "/page/shell/state.js";

/** @typedef {{channel: string, thread?: string}} Where */

const MAX_HEIGHT = 220;

export class Composer {
  /** @type {Where | null} */
  #where = null;
  #person = "";

  /** @param {string} label @param {{inThread?: boolean}} [options] */
  constructor(label, { inThread = false } = {}) {
    this.field = make("textarea", {
      rows: 1,
      "aria-label": label,
      oninput: () => this.#typed(),
      onclick: () => this.completion.refresh(),
      onblur: () => this.completion.close(),
    });
    this.field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    this.field.addEventListener(
      "paste",
      (/** @type {ClipboardEvent} */ event) =>
        event.clipboardData?.files.length && this.attachments.add(event.clipboardData.files),
    );
    this.completion = new Completion(this.field, (match, suggestion) => this.#replace(match.from, match.to, suggestion.insert));
    this.attachments = new Attachments();
    this.usage = make("p", { class: "usage", hidden: true });
    this.problem = make("p", { class: "problem", role: "alert" });
    this.broadcast = make("input", { type: "checkbox" });
    this.broadcastName = make("span");
    this.sendButton = iconButton("Send now", icon("send"), () => void this.send(), { class: "tool-button send" });
    const shortcuts = iconButton(
      "Shortcuts",
      icon("bolt"),
      () => openShortcuts(shortcuts, (text) => this.#start(text)),
      { "aria-haspopup": "menu" },
    );
    const emojiButton = iconButton(
      "Emoji",
      icon("smile"),
      () => openEmojiPicker(emojiButton, (name) => this.#insert(emoji(name)), this.field),
      { "aria-haspopup": "dialog" },
    );
    this.tools = make(
      "div",
      { class: "tools" },
      iconButton("Attach a file", icon("plus"), () => this.attachments.input.click()),
      emojiButton,
      iconButton("Mention someone", icon("at"), () => this.#insert("@")),
      inThread ? null : shortcuts,
      inThread ? make("label", { class: "broadcast" }, this.broadcast, this.broadcastName) : null,
      this.sendButton,
    );
    this.box = make(
      "div",
      { class: "composer-box" },
      this.completion.list,
      this.usage,
      this.field,
      this.attachments.row,
      this.attachments.input,
      this.tools,
    );
    this.form = make(
      "form",
      { class: "composer", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      this.problem,
      this.box,
    );
  }

  /** @param {Where} where @param {string} placeholder @param {string} [channelName] */
  show(where, placeholder, channelName = "") {
    const { me } = store.state;
    const same = this.#where?.channel === where.channel && this.#where.thread === where.thread && this.#person === me;
    this.field.placeholder = placeholder;
    this.field.setAttribute("aria-label", placeholder);
    fill(this.broadcastName, `Also send to ${channelName}`);
    if (same) return;
    this.#where = where;
    this.#person = me ?? "";
    this.broadcast.checked = false;
    this.attachments.clear();
    this.#set(draftOf(where.channel, where.thread));
    fill(this.problem);
  }

  focus() {
    this.field.focus();
  }

  async send() {
    const where = this.#where;
    const text = this.field.value.trim();
    if (!where || (!text && !this.attachments.isNotEmpty)) return;
    fill(this.problem);
    const isCommand = /^\/\S/.test(text) && !this.attachments.isNotEmpty;
    const more = {
      ...(where.thread ? { thread_ts: where.thread } : {}),
      ...(this.broadcast.checked ? { broadcast: true } : {}),
    };
    const files = await this.attachments.contents();
    this.#set("");
    this.attachments.clear();
    saveDraft("", where.channel, where.thread);
    this.broadcast.checked = false;
    try {
      if (isCommand) await command(where.channel, text, where.thread);
      else await say(where.channel, text, files.length ? { ...more, files } : more);
    } catch (error) {
      this.#failed(where, text, error);
    }
  }

  /** @param {Where} where @param {string} text @param {unknown} error */
  #failed(where, text, error) {
    saveDraft(text, where.channel, where.thread);
    if (this.#where !== where) return;
    if (!this.field.value) this.#set(text);
    fill(
      this.problem,
      icon("warning"),
      make("span", {}, `Not sent. ${errorText(error)}`),
      make("button", { type: "button", class: "link-button", onclick: () => this.send() }, "Try again"),
    );
  }

  /** @param {string} text */
  #set(text) {
    this.field.value = text;
    this.#fit();
  }

  #typed() {
    if (this.#where) saveDraft(this.field.value, this.#where.channel, this.#where.thread);
    this.#fit();
    this.completion.refresh();
  }

  #fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, MAX_HEIGHT)}px`;
    this.sendButton.classList.toggle("ready", Boolean(this.field.value.trim()));
    const name = /^(\/\S+)\s/.exec(this.field.value)?.[1];
    const match = store.state.about?.commands.find((one) => one.command === name);
    this.usage.hidden = !match;
    if (match)
      fill(
        this.usage,
        make("b", {}, match.command),
        match.usage_hint ? ` ${match.usage_hint}` : "",
        make("span", {}, match.description ?? ""),
      );
  }

  /** @param {number} from @param {number} to @param {string} text */
  #replace(from, to, text) {
    this.field.focus();
    this.field.setRangeText(text, from, to, "end");
    this.#typed();
  }

  /** @param {string} text */
  #insert(text) {
    this.#replace(this.field.selectionStart, this.field.selectionEnd, text);
  }

  /** @param {string} text a command to start with */
  #start(text) {
    this.#replace(0, this.field.value.length, text);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.completion.key(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.completion.close();
      void this.send();
    }
  }
}
