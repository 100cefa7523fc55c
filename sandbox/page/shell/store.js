// The page's state; views subscribe to the parts they show.

/**
 * @template {Record<string, any>} State
 */
export class Store {
  /** @type {{parts: (keyof State)[], act: (state: State) => void}[]} */
  #watchers = [];
  /** @type {Set<keyof State>} */
  #changed = new Set();
  #due = false;

  /** @param {State} state */
  constructor(state) {
    this.state = state;
  }

  /**
   * Change parts of the state; watchers are called once, after the current task.
   * @param {Partial<State>} patch
   */
  set(patch) {
    for (const part of Object.keys(patch)) {
      if (this.state[part] !== patch[part]) this.#changed.add(part);
    }
    this.state = { ...this.state, ...patch };
    if (this.#changed.size && !this.#due) {
      this.#due = true;
      queueMicrotask(() => this.#notify());
    }
  }

  /**
   * Call back now and whenever one of the parts changes.
   * @param {(keyof State)[]} parts
   * @param {(state: State) => void} callback
   */
  watch(parts, callback) {
    this.#watchers.push({ parts, callback });
    callback(this.state);
  }

  #notify() {
    const changed = this.#changed;
    this.#changed = new Set();
    this.#due = false;
    for (const { parts, callback } of this.#watchers) {
      if (parts.some((part) => changed.has(part))) callback(this.state);
    }
  }
}
