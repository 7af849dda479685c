// The custom element <license-management>: a mount in a shadow root.

/** Defines the custom element, which uses `mount`. */
export function define(mount) {
  if (customElements.get("license-management")) return;

  class LicenseManagement extends HTMLElement {
    #config;
    #begun; // the promise of `mount`
    #mounted;

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
    }

    /** The configuration; setting it remounts the app. */
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

    /** An element that is moved is reconnected before the microtask runs. */
    disconnectedCallback() {
      queueMicrotask(() => this.isConnected || this.#end());
    }

    /** Changes theme and language. */
    async update(change) {
      this.#config = { ...this.#config, ...change };
      await this.#mounted?.update(change);
    }

    /** Shows the view at a path below the base. */
    navigate(path) {
      this.#mounted?.navigate(path);
    }

    /** Whether leaving would discard a draft or interrupt a run. */
    dirty() {
      return this.#mounted?.dirty() ?? false;
    }

    /** Call this after you have asked the user: the browser does not ask again. */
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
