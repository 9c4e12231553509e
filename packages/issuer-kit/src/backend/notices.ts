import type { Application, NotifiedChange, SessionStore } from '../sessions/session-store.ts';

/** Remembers which changes were applied. Every `SessionStore` does. */
export type NoticeStore = Pick<SessionStore, 'applyOnce'>;

/**
 * Has every change applied once, however often the hub tells of it. A repeat that comes to this process while the change is
 * being applied waits for that, and for its outcome; one that comes to another process finds it `ongoing`.
 */
export class Notices {
  readonly #store: NoticeStore;
  readonly #underWay = new Map<string, Promise<Application>>();

  constructor(store: NoticeStore) {
    this.#store = store;
  }

  async applyOnce(change: NotifiedChange, apply: () => Promise<void>): Promise<Application> {
    const key = JSON.stringify(change);
    for (let other = this.#underWay.get(key); other; other = this.#underWay.get(key))
      await other.catch(() => undefined);
    const application = this.#store.applyOnce(change, apply);
    this.#underWay.set(key, application);
    try {
      return await application;
    } finally {
      this.#underWay.delete(key);
    }
  }
}
