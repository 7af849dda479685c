// Seats for those who are to get one, in order of name. A change frees a seat only once it is made, so that others wait
// for it.

/** Those who get a seat or need none, in the order in which that is possible, and those who get none. */
export function seat(changes, types) {
  const inOrder = fill(changes, types);
  if (inOrder.seatless.length === 0) return inOrder;
  const movers = changes.filter(({ frees }) => frees.length > 0);
  const moversFirst = fill([...movers, ...changes.filter(({ frees }) => frees.length === 0)], types);
  return moversFirst.seatless.length < inOrder.seatless.length ? moversFirst : inOrder;
}

function fill(changes, types) {
  const free = new Map(types.map(({ id, seats, used }) => [id, seats === undefined ? Infinity : Math.max(0, seats - used)]));
  const queues = new Map();
  const seated = [];
  for (const change of changes) {
    if (change.needs === undefined) seated.push(change);
    else if (queues.has(change.needs)) queues.get(change.needs).push(change);
    else queues.set(change.needs, [change]);
  }
  let settled = 0;
  for (;;) {
    for (const [type, queue] of queues) {
      const taken = queue.slice(0, free.get(type));
      if (taken.length === 0) continue;
      for (const change of taken) seated.push(change);
      queues.set(type, queue.slice(taken.length));
      free.set(type, free.get(type) - taken.length);
    }
    if (seated.length === settled) break;
    for (; settled < seated.length; settled += 1) for (const type of seated[settled].frees) free.set(type, free.get(type) + 1);
  }
  return { seated, seatless: [...queues.values()].flat() };
}
