import type { Handle } from './handle.ts';

/** Settings of the hub that live in the database, such as the sandbox's clock offset. */
export interface SettingStore {
  /** The value as it was set; null when it never was. */
  get(name: string): Promise<unknown>;
  /** `value` is anything JSON can hold, but null. */
  set(name: string, value: NonNullable<unknown>): Promise<void>;
}

export function settingStore(db: Handle): SettingStore {
  return {
    async get(name) {
      const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value ?? null;
    },

    async set(name, value) {
      const text = JSON.stringify(value);
      await db
        .insertInto('setting')
        .values({ name, value: text })
        .onConflict(conflict => conflict.column('name').doUpdateSet({ value: text }))
        .execute();
    },
  };
}
