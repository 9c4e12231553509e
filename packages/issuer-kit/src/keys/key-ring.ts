/** A key as a ring holds it. */
export interface NamedKey {
  /** What both sides call it by. */
  readonly keyIdentifier: string;
}

/**
 * The active keys of one kind, the newest first. To roll a key over: add the new one, tell the hub, and remove the old one
 * when nothing comes for it any more. Both may be done while the backend runs.
 */
export class KeyRing<Key extends NamedKey> {
  #keys: readonly Key[];

  /** @throws RangeError when there is no key, or two have one name */
  constructor(keys: readonly Key[]) {
    if (keys.length === 0)
      throw new RangeError('A key ring needs at least one key, or nothing that is sealed can be opened.');
    this.#keys = [];
    for (const key of keys.toReversed()) this.addKey(key);
  }

  /** The active keys, the newest first. */
  get keys(): readonly Key[] {
    return this.#keys;
  }

  /** @throws RangeError when there is one of this name already */
  addKey(key: Key): void {
    if (this.find(key.keyIdentifier))
      throw new RangeError(
        `There is a key ${key.keyIdentifier} already: give the new one a name of its own, so that the hub can tell them apart.`,
      );
    this.#keys = [key, ...this.#keys];
  }

  /** From now on nothing opens with this key. @throws RangeError when it is the only one, or there is none of this name */
  remove(keyIdentifier: string): void {
    const others = this.#keys.filter(key => key.keyIdentifier !== keyIdentifier);
    if (others.length === this.#keys.length) throw new RangeError(`There is no key ${keyIdentifier}.`);
    if (others.length === 0)
      throw new RangeError(`${keyIdentifier} is the only key: add the next one before you remove it.`);
    this.#keys = others;
  }

  /** The key of this name; `undefined`: there is none. */
  find(keyIdentifier: string): Key | undefined {
    return this.#keys.find(key => key.keyIdentifier === keyIdentifier);
  }
}
