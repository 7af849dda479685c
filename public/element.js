// The custom element <license-management>: a mount inside a shadow root of its own.

/** Defines the element on top of `mount`. */
export function define(mount) {
  if (customElements.get("license-management")) return;

  class LicenseManagement extends HTMLElement {
    #config;
    #begun; // a promise of the mount
    #mounted;

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
    }

    /** The configuration; setting it begins anew. */
    get config() {
      return this.#config;
    }

    set config(config) {
      this.#end();
      this.#config = config;
      this.#begin();
    }

    connectedCallback() {
      this.#begin();
    }

    /** An element that is only moved is connected again at once. */
    disconnectedCallback() {
      queueMicrotask(() => this.isConnected || this.#end());
    }

    /** Changes theme and locale. */
    update(change) {
      this.#config = { ...this.#config, ...change };
      this.#mounted?.update(change);
    }

    /** Shows what a path below the base names. */
    navigate(path) {
      this.#mounted?.navigate(path);
    }

    /** Whether leaving would lose a draft or leave a run. */
    dirty() {
      return this.#mounted?.dirty() ?? false;
    }

    /** You have asked: the browser does not ask again. */
    release() {
      this.#mounted?.release();
    }

    #begin() {
      if (this.#begun || !this.#config || !this.isConnected) return;
      const begun = mount(this.shadowRoot, this.#config);
      this.#begun = begun;
      begun.then(
        (mounted) => (this.#begun === begun ? (this.#mounted = mounted) : mounted.unmount()),
        (error) => this.#failed(begun, error),
      );
    }

    #failed(begun, error) {
      if (this.#begun !== begun) return;
      this.#begun = undefined;
      console.error(error);
      this.dispatchEvent(new ErrorEvent("error", { error, message: error.message }));
    }

    #end() {
      this.#mounted?.unmount();
      this.#mounted = this.#begun = undefined;
    }
  }

  customElements.define("license-management", LicenseManagement);
}
