// An account as it is read, a page after the other. What search and sort need is prepared once.

import { fold } from "./text.js";

export const NOTHING = Object.freeze([]);

/** A directory of nobody, from which reading begins. */
export function emptyDirectory(config) {
  const applications = config.applications.map(({ id, slug, name }) => ({ id, slug, name, types: NOTHING }));
  return { users: NOTHING, byName: NOTHING, byEmail: NOTHING, total: 0, applications, licensed: applications.map(() => 0), complete: false };
}

/** Reads the account; hands over what there is after the first page, whenever that has doubled, and in the end. */
export async function readDirectory(api, config, publish, progress) {
  const { account } = config;
  const empty = emptyDirectory(config);
  const known = new Map();
  let total = 0;
  let shown = 0;
  const show = (more) => {
    shown = known.size;
    const users = [...known.values()];
    const directory = { ...empty, ...inOrder(users), users, total, ...more };
    publish(directory);
    return directory;
  };

  const catalog = readTypes(api, account, empty.applications);
  await api.list("identity", `/accounts/${account}/identities`, (items, all) => {
    total = all;
    for (const item of items) if (!known.has(item.uuid)) known.set(item.uuid, userOf(item, empty.applications.length));
    progress(`Loading users: ${known.size} of ${total}`);
    if (shown === 0 || known.size >= 2 * shown) show();
  });
  if (shown < known.size) show();

  const applications = await catalog;
  const types = new Map(applications.flatMap((each, index) => each.types.map((type) => [type.id, { type, index }])));
  const numbers = readNumbers(api, account, known);
  let read = 0;
  await api.list("entitlements", `/accounts/${account}/entitlements`, (items, all) => {
    for (const item of items) assign(known.get(item.user_uuid), item.product_uuid, types);
    read += items.length;
    progress(`Loading licenses: ${read} of ${all}`);
  });
  await numbers;
  const users = [...known.values()];
  const licensed = applications.map((_, index) => users.reduce((sum, user) => sum + (user.held[index].length > 0), 0));
  return show({ applications, licensed, complete: true });
}

function userOf(item, applications) {
  const name = [item.first_name, item.middle_name, item.last_name].filter(Boolean).join(" ").trim();
  const email = item.email ?? item.username ?? "";
  const folded = fold(name);
  const foldedEmail = fold(email);
  return {
    id: item.uuid,
    name: name || "No name",
    email,
    label: [name, email].filter(Boolean).join(", "),
    active: item.status?.toLowerCase() === "active",
    nameKey: folded || foldedEmail,
    emailKey: foldedEmail,
    searched: `${folded}\n${foldedEmail}\n${(item.phone ?? "").replace(/\D/g, "")}`,
    nameRank: 0,
    emailRank: 0,
    held: Array(applications).fill(NOTHING),
  };
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function inOrder(users) {
  const byName = users.toSorted((a, b) => compare(a.nameKey, b.nameKey) || compare(a.emailKey, b.emailKey));
  const byEmail = users.toSorted((a, b) => compare(a.emailKey, b.emailKey));
  byName.forEach((user, rank) => (user.nameRank = rank));
  byEmail.forEach((user, rank) => (user.emailRank = rank));
  return { byName, byEmail };
}

async function readTypes(api, account, applications) {
  const [products, off, offTypes] = await Promise.all([
    api.all("entitlements", "/products"),
    api.all("entitlements", `/accounts/${account}/disable/products`),
    api.all("entitlements", `/accounts/${account}/disable/product_types`),
  ]);
  const switchedOff = new Set([...off.map((each) => each.product_uuid ?? each.uuid ?? each), ...offTypes.map((each) => each.name ?? each)]);
  return applications.map((application) => {
    const own = products.filter((product) => product.application_uuid === application.id);
    const types = own.map((product) => ({
      id: product.uuid,
      name: product.name ?? product.type,
      seats: product.quantity ?? undefined,
      used: 0,
      offered: product.active !== false && !switchedOff.has(product.uuid) && !switchedOff.has(product.type),
    }));
    return { ...application, types };
  });
}

/** Numbers are found by search. */
async function readNumbers(api, account, known) {
  await api.list("sms", `/provision/numbers/account/${account}`, (items) => {
    for (const { number, user_uuid: holder } of items) {
      const user = known.get(holder);
      if (user) user.searched += `\n${number}`;
    }
  });
}

function assign(user, product, types) {
  const found = types.get(product);
  if (!found) return;
  found.type.used += 1;
  if (user) user.held[found.index] = [...user.held[found.index], product];
}

/** Why a license type cannot be given to anyone now; nothing where it can. */
export function unavailable(type) {
  if (!type.offered) return "switched off";
  return type.seats !== undefined && type.used >= type.seats ? "no seats left" : undefined;
}
