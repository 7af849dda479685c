// Pending changes. What they come to is counted as they are made, so that one change costs the same in any account.

/** The pending changes of one application: only what differs from what a user has. */
export class Draft {
  changes = 0;
  blocked = 0;
  emails = 0;
  #application;
  #targets = new Map();
  #rows = new Map();
  #totals = new Set();

  constructor(application) {
    this.#application = application;
  }

  /** The license type that is pending, `null` for no license, `undefined` when nothing is. */
  target(user) {
    return this.#targets.get(user);
  }

  has(user) {
    return this.#targets.has(user);
  }

  get size() {
    return this.#targets.size;
  }

  choose(user, target) {
    this.#set(user, target);
    this.#wakeRow(user);
    this.#wakeTotals();
  }

  chooseForAll(users, target) {
    for (const user of users) this.#set(user, target);
    this.#wakeAll();
  }

  discard() {
    this.#targets.clear();
    this.changes = this.blocked = this.emails = 0;
    this.#wakeAll();
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

  #set(user, target) {
    const held = user.held[this.#application];
    const before = this.#targets.get(user);
    if (before !== undefined) this.#count(user, held, before, -1);
    if (target === null ? held.length === 0 : held.length === 1 && held[0] === target) {
      this.#targets.delete(user);
    } else {
      this.#targets.set(user, target);
      this.#count(user, held, target, 1);
    }
  }

  #count(user, held, target, by) {
    const assigns = target !== null && !held.includes(target);
    if (assigns && !user.active) {
      this.blocked += by;
    } else {
      this.changes += by;
      if (assigns) this.emails += by;
    }
  }

  #wakeRow(user) {
    for (const wake of this.#rows.get(user) ?? []) wake();
  }

  #wakeTotals() {
    for (const wake of this.#totals) wake();
  }

  #wakeAll() {
    for (const watching of this.#rows.values()) for (const wake of watching) wake();
    this.#wakeTotals();
  }
}

/** What applying a draft would do: made when the review opens. */
export function planOf(draft, directory, application) {
  const { types } = directory.applications[application];
  const nameOf = new Map([[null, "No license"], ...types.map((type) => [type.id, type.name])]);
  const names = (held) => (held.length === 0 ? "No license" : held.map((id) => nameOf.get(id)).join(", "));
  const drafted = directory.byName.filter((user) => draft.has(user));
  const seats = new Map(types.map((type) => [type.id, { name: type.name, before: type.used, after: type.used, total: type.seats }]));
  const isBlocked = (user, target) => target !== null && !user.held[application].includes(target) && !user.active;
  for (const user of drafted) {
    const target = draft.target(user);
    if (isBlocked(user, target)) continue;
    for (const id of user.held[application]) if (id !== target) seats.get(id).after -= 1;
  }
  const plan = { changed: [], blocked: [], moves: new Map(), emails: 0 };
  for (const user of drafted) {
    const target = draft.target(user);
    const held = user.held[application];
    const assigns = target !== null && !held.includes(target);
    const seat = assigns && seats.get(target);
    if (isBlocked(user, target)) {
      plan.blocked.push({ user, what: "User is inactive" });
    } else if (seat && seat.total !== undefined && seat.after >= seat.total) {
      plan.blocked.push({ user, what: `No ${seat.name} seats left` });
    } else {
      if (seat) seat.after += 1;
      const what = `${names(held)} → ${nameOf.get(target)}`;
      plan.moves.set(what, (plan.moves.get(what) ?? 0) + 1);
      plan.emails += assigns;
      plan.changed.push({ user, what });
    }
  }
  plan.seats = [...seats.values()].filter(({ before, after }) => before !== after);
  return plan;
}
