// Files attached to a message before it is sent.

import { readFile } from "/page/shell/user_actions.js";
import { iconButton, make } from "/page/shell/dom.js";
import { sizeOf } from "/page/shell/files.js";
import { icon } from "/page/shell/icons.js";

/** A row of files to send. */
export class Attachments {
  /** @type {File[]} */
  #files = [];

  constructor() {
    this.row = make("div", { class: "attaching", hidden: true });
    this.input = make("input", {
      type: "file",
      multiple: true,
      hidden: true,
      "aria-label": "Files to attach",
      onchange: () => this.add(this.input.files),
    });
  }

  get isNotEmpty() {
    return this.#files.length > 0;
  }

  /** @param {Iterable<File> | null} files */
  add(files) {
    this.#files = [...this.#files, ...(files ?? [])];
    this.input.value = "";
    this.#draw();
  }

  clear() {
    this.#files = [];
    this.#draw();
  }

  /** The files in the format of the control API. */
  contents() {
    return Promise.all(this.#files.map(readFile));
  }

  #draw() {
    const removeFile = (/** @type {File} */ file) => {
      this.#files = this.#files.filter((other) => other !== file);
      this.#draw();
    };
    this.row.hidden = !this.isNotEmpty;
    this.row.replaceChildren(
      ...this.#files.map((file) =>
        make(
          "span",
          { class: "attached" },
          icon("file"),
          `${file.name} · ${sizeOf(file.size)}`,
          iconButton(`Remove ${file.name}`, icon("close"), () => removeFile(file)),
        ),
      ),
    );
  }
}
