// Says what changes.
import { Speech } from "../common/speech.js";
import { draftSaid, number, selected } from "../common/text.js";
import { element } from "./element.js";

export class Announcements {
  root = element("div", { class: "spoken", role: "status" });
  #screen;
  #speech = new Speech((text) => (this.root.textContent = text));

  constructor(screen) {
    this.#screen = screen;
    for (const draft of screen.drafts) draft.watchTotals(() => this.#speech.say("draft", draftSaid(draft.counts)));
  }

  progress(text) {
    this.#speech.say("progress", text);
  }

  matching() {
    this.#speech.forget("progress");
    this.#speech.say("matching", this.#screen.matching);
  }

  page() {
    const { page, pages } = this.#screen;
    this.#speech.say("page", `Page ${number(page + 1)} of ${number(pages)}`);
  }

  selection() {
    this.#speech.say("selection", selected(this.#screen.selection.size));
  }
}
