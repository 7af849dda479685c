// The protocol between a portal and the iframe. Both sides validate every message here; messages that do not match
// exactly are ignored. docs/embedding.md describes the protocol.

/** The supported protocol versions. */
export const VERSIONS = [1];

/** Identifies messages of the handshake, since a window receives others too. */
const PROTOCOL = "license-management";

const text = (longest, pattern) => (value) =>
  typeof value === "string" && value.length <= longest && (!pattern || pattern.test(value));
const among = (...values) => (value) => values.includes(value);
const flag = among(true, false);
const whole = (most) => (value) => Number.isInteger(value) && value >= 0 && value <= most;
const optional = (check) => Object.assign((value) => check(value), { optional: true });

const id = whole(2 ** 31);
const token = text(16_384, /^[\x21-\x7e]+$/);
const path = text(2_000, /^\/(?![/\\])[^\s\\]*$/);
const account = text(36, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
const versions = (value) =>
  Array.isArray(value) && value.length > 0 && value.length <= 20 && value.every(whole(1_000_000));

function locale(value) {
  try {
    return text(100)(value) && Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

const tokenName = /^--lm-[a-z][a-z-]{0,40}$/;
const tokenValue = text(200, /^(?!.*(url|image|image-set|src)\()[^;{}\\]+$/i);
const tokens = (value) =>
  isPlain(value) &&
  Object.keys(value).length <= 100 &&
  Object.entries(value).every(([name, each]) => tokenName.test(name) && tokenValue(each));
const theme = (value) =>
  fits({ scheme: optional(among("light", "dark", "light dark")), tokens: optional(tokens) }, value);

const HANDSHAKE = {
  hello: { versions },
  versions: { versions },
  connect: {
    version: whole(1_000_000),
    token: optional(token),
    account: optional(account),
    locale: optional(locale),
    theme: optional(theme),
    path: optional(path),
  },
};
const FROM_HOST = {
  token: { id, token: optional(token) },
  theme: { theme },
  locale: { locale },
  navigate: { path },
  leave: { id },
};
const FROM_FRAME = {
  ready: {},
  failed: { reason: among("not-allowed", "offline", "signed-out", "incompatible") },
  route: { path, push: flag },
  title: { title: text(500) },
  height: { height: whole(1_000_000) },
  dirty: { dirty: flag },
  "need-token": { id },
  leave: { id, leave: flag },
};

/** The data, if it is a valid message of the handshake. */
export function handshake(data) {
  if (!isPlain(data) || data.protocol !== PROTOCOL) return undefined;
  const { protocol, ...message } = data;
  return read(HANDSHAKE, message);
}

/** A message of the handshake, ready to post. */
export const shake = (message) => ({ protocol: PROTOCOL, ...message });

/** The data, if it is a valid message from the portal to the iframe. */
export const fromHost = (data) => read(FROM_HOST, data);

/** The data, if it is a valid message from the iframe to the portal. */
export const fromFrame = (data) => read(FROM_FRAME, data);

/** Whether a value is an origin exactly as browsers serialize it. */
export function isOrigin(value) {
  return text(300)(value) && /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}

function read(schema, data) {
  if (!isPlain(data) || !Object.hasOwn(schema, data.type)) return undefined;
  const { type, ...fields } = data;
  return fits(schema[type], fields) ? data : undefined;
}

/** Whether an object has exactly these fields, each valid. */
function fits(fields, value) {
  if (!isPlain(value)) return false;
  const isKnown = Object.keys(value).every((name) => Object.hasOwn(fields, name));
  return (
    isKnown &&
    Object.entries(fields).every(([name, check]) =>
      value[name] === undefined ? check.optional : check(value[name]),
    )
  );
}

function isPlain(value) {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
