// The license API, as far as an account is read: the same for both peers.

const PAGE = 100;
const AT_ONCE = 6;

/** Reads from the services that a configuration names. */
export class Api {
  #config;
  #token;
  #trace = crypto.randomUUID();

  constructor(config) {
    this.#config = config;
  }

  async get(service, path) {
    let answer = await this.#ask(service, path);
    if (answer.status === 401) {
      this.#token = undefined;
      answer = await this.#ask(service, path);
    }
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  /** Hands over each page of a list as it comes: the first alone, which says how many there are, then six at once. */
  async list(service, path, take) {
    const page = (offset) => this.get(service, `${path}?offset=${offset}&limit=${PAGE}`);
    const first = await page(0);
    const total = first.metadata?.total ?? first.items.length;
    take(first.items, total);
    let next = PAGE;
    const work = async () => {
      while (next < total) {
        const offset = next;
        next += PAGE;
        take((await page(offset)).items, total);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  async all(service, path) {
    const items = [];
    await this.list(service, path, (page) => items.push(...page));
    return items;
  }

  async #ask(service, path) {
    this.#token ??= this.#config.token();
    return fetch(this.#config.api[service] + path, {
      headers: {
        Authorization: `Bearer ${await this.#token}`,
        "Content-type": "application/json",
        "x-api-version": "v1",
        id: crypto.randomUUID(),
        trace: this.#trace,
        parent: this.#trace,
      },
    });
  }
}
