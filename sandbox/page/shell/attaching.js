// Files one adds to a message before sending it.

import { readFile } from "/page/shell/acting.js";
import { iconButton, make } from "/page/shell/dom.js";
import { sizeOf } from "/page/shell/files.js";
import { icon } from "/page/shell/icons.js";

/** A row of files waiting to be sent. */
export class Attaching {
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

  get any() {
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

  /** The files as the control API takes them. */
  contents() {
    return Promise.all(this.#files.map(readFile));
  }

  #draw() {
    const drop = (/** @type {File} */ file) => {
      this.#files = this.#files.filter((other) => other !== file);
      this.#draw();
    };
    this.row.hidden = !this.any;
    this.row.replaceChildren(
      ...this.#files.map((file) =>
        make(
          "span",
          { class: "attached" },
          icon("file"),
          `${file.name} · ${sizeOf(file.size)}`,
          iconButton(`Remove ${file.name}`, icon("close"), () => drop(file)),
        ),
      ),
    );
  }
}
