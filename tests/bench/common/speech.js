// One live region for all that changes. Each topic waits until it rests; what is due together is said together.

/** The order in which topics are said, how long each waits, and what lies between two of its texts. */
const PACES = {
  progress: { wait: 1000, every: 5000, restarts: false },
  matching: { wait: 700, every: 0, restarts: true },
  page: { wait: 700, every: 0, restarts: true },
  selection: { wait: 700, every: 0, restarts: true },
  draft: { wait: 700, every: 0, restarts: true },
};

export class Speech {
  #slots = Object.values(PACES).map(() => ({ text: undefined, due: 0, said: "", freeAt: 0, timer: undefined }));
  #speak;

  constructor(speak) {
    this.#speak = speak;
  }

  say(topic, text) {
    const { wait, restarts } = PACES[topic];
    const slot = this.#slot(topic);
    const isWaiting = slot.text !== undefined;
    slot.text = text === slot.said ? undefined : text;
    if (slot.text === undefined || (isWaiting && !restarts)) return;
    const now = performance.now();
    slot.due = Math.max(now + wait, slot.freeAt);
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => this.#flush(), slot.due - now);
  }

  forget(topic) {
    const slot = this.#slot(topic);
    clearTimeout(slot.timer);
    Object.assign(slot, { text: undefined, said: "" });
  }

  #slot(topic) {
    return this.#slots[Object.keys(PACES).indexOf(topic)];
  }

  #flush() {
    // Timers are not exact to the millisecond.
    const now = performance.now() + 1;
    const due = Object.values(PACES).flatMap(({ every }, index) => {
      const slot = this.#slots[index];
      if (slot.text === undefined || slot.due > now) return [];
      const { text } = slot;
      Object.assign(slot, { text: undefined, said: text, freeAt: now + every });
      return [text];
    });
    if (due.length > 0) this.#speak(due.join(" · "));
  }
}
