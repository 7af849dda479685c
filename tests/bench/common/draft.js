// Pending changes. What they come to is counted as they are made, so that one change costs the same in any account.

import { NOTHING } from "./directory.js";
import { seat } from "./seating.js";

const NOBODY = new Set();
const NO_COUNTS = Object.freeze({ changes: 0, emails: 0, blocked: 0 });

/** The pending changes of one application: only what differs from what a user has. */
export class Draft {
  counts = NO_COUNTS;
  #application;
  #directory;
  #entries = new Map();
  #inactive = 0;
  #emails = 0;
  #pendingSeats = new Map();
  #needed = new Map();
  #seatless = NOBODY;
  #rows = new Map();
  #totals = new Set();

  constructor(application) {
    this.#application = application;
  }

  /** Knows the account. */
  follow(directory) {
    this.#directory = directory;
  }

  /** The pending change of a user: `target` is `null` for no license. Another object whenever anything differs. */
  entry(user) {
    return this.#entries.get(user);
  }

  get size() {
    return this.#entries.size;
  }

  users() {
    return [...this.#entries.keys()];
  }

  /** The seats of a license type that are taken, less those that are freed. */
  pendingSeats(type) {
    return this.#pendingSeats.get(type) ?? 0;
  }

  choose(user, target) {
    this.#set(user, target);
    this.#settle(user);
  }

  chooseForAll(users, target) {
    for (const user of users) this.#set(user, target);
    this.#settle();
  }

  forget(user) {
    this.#forget(user);
    this.#settle(user);
  }

  discardBlocked() {
    for (const [user, entry] of this.#entries) if (entry.why) this.#forget(user);
    this.#settle();
  }

  discard() {
    this.#entries.clear();
    this.#pendingSeats.clear();
    this.#needed.clear();
    this.#inactive = this.#emails = 0;
    this.#settle();
  }

  /** Calls back when a user's pending change is another one, until the answer is called. */
  watch(user, wake) {
    const watching = this.#rows.get(user) ?? new Set();
    this.#rows.set(user, watching.add(wake));
    return () => {
      watching.delete(wake);
      if (watching.size === 0 && this.#rows.get(user) === watching) this.#rows.delete(user);
    };
  }

  /** The same for the counts. */
  watchTotals(wake) {
    this.#totals.add(wake);
    return () => this.#totals.delete(wake);
  }

  /** What those who are not blocked for themselves need and free, in order of name. */
  wishes() {
    const drafted = this.#directory.byName.filter((user) => this.#entries.has(user) && !this.#isInactive(user));
    return drafted.map((user) => {
      const { target, assigns } = this.#entries.get(user);
      return { user, target, assigns, needs: assigns ? target : undefined, frees: this.#freed(user, target) };
    });
  }

  #isInactive(user) {
    return this.#entries.get(user).why === "inactive";
  }

  #freed(user, target) {
    const held = user.held[this.#application];
    return held.length === 0 ? NOTHING : held.filter((id) => id !== target);
  }

  #set(user, target) {
    this.#forget(user);
    const held = user.held[this.#application];
    if (target === null ? held.length === 0 : held.length === 1 && held[0] === target) return;
    const assigns = target !== null && !held.includes(target);
    const entry = { target, assigns, why: assigns && !user.active ? "inactive" : undefined };
    this.#entries.set(user, entry);
    this.#count(user, entry, 1);
  }

  #forget(user) {
    const entry = this.#entries.get(user);
    if (!entry) return;
    this.#entries.delete(user);
    this.#count(user, entry, -1);
  }

  #count(user, { target, assigns, why }, by) {
    if (why === "inactive") {
      this.#inactive += by;
      return;
    }
    const add = (seats, type, n) => seats.set(type, (seats.get(type) ?? 0) + n);
    if (assigns) {
      this.#emails += by;
      add(this.#needed, target, by);
      add(this.#pendingSeats, target, by);
    }
    for (const id of this.#freed(user, target)) add(this.#pendingSeats, id, -by);
  }

  /** Counts, and tells of it: the row of a user if one was changed, else all. */
  #settle(user) {
    const isSeatedAnew = this.#seat();
    const blocked = this.#inactive + this.#seatless.size;
    this.counts = { changes: this.size - blocked, emails: this.#emails - this.#seatless.size, blocked };
    for (const watching of user && !isSeatedAnew ? [this.#rows.get(user) ?? NOTHING] : this.#rows.values()) for (const wake of watching) wake();
    for (const wake of this.#totals) wake();
  }

  /** Finds who gets no seat, which takes long only where seats may be short; answers whether anyone did or does. */
  #seat() {
    const before = this.#seatless;
    this.#seatless = this.#isShort() ? new Set(seat(this.wishes(), this.#types).seatless.map(({ user }) => user)) : NOBODY;
    for (const user of before) if (!this.#seatless.has(user)) this.#block(user, undefined);
    for (const user of this.#seatless) this.#block(user, "seat");
    return before !== this.#seatless;
  }

  get #types() {
    return this.#directory.applications[this.#application].types;
  }

  #isShort() {
    return this.#types.some(({ id, seats, used }) => seats !== undefined && (this.#needed.get(id) ?? 0) > Math.max(0, seats - used));
  }

  #block(user, why) {
    const entry = this.#entries.get(user);
    if (entry && entry.why !== why && entry.why !== "inactive") this.#entries.set(user, { ...entry, why });
  }
}
