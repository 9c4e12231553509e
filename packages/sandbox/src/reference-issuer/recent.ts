/** The last things that happened, oldest first: as many as fit, so that a long-running issuer does not grow. */
export class Recent<Entry> {
  readonly #capacity: number;
  readonly #entries: Entry[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(entry: Entry): void {
    if (this.#entries.length >= this.#capacity) this.#entries.shift();
    this.#entries.push(entry);
  }

  where(matches: (entry: Entry) => boolean): Entry[] {
    return this.#entries.filter(matches);
  }
}
