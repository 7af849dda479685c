/** Who is selected: everyone of a list that matches, except some, and some others. */
export class Selection {
  #everyone = [];
  #matches = () => false;
  #except = new Set();
  #also = new Set();

  clear() {
    this.selectAll([], () => false);
  }

  /** Everyone in `users`, which are all for whom `matches` holds. */
  selectAll(users, matches) {
    this.#everyone = users;
    this.#matches = matches;
    this.#except.clear();
    this.#also.clear();
  }

  has(user) {
    return this.#also.has(user) || (this.#matches(user) && !this.#except.has(user));
  }

  set(user, on) {
    const isMatching = this.#matches(user);
    if (on === isMatching) (on ? this.#except : this.#also).delete(user);
    else (on ? this.#also : this.#except).add(user);
  }

  get size() {
    return this.#everyone.length - this.#except.size + this.#also.size;
  }

  hasAll(users) {
    return users === this.#everyone ? this.#except.size === 0 : users.every((user) => this.has(user));
  }

  users() {
    const everyone = this.#except.size === 0 ? this.#everyone : this.#everyone.filter((user) => !this.#except.has(user));
    return this.#also.size === 0 ? everyone : [...everyone, ...this.#also];
  }
}
