import type { PushUseStore } from '../ports/aggregates/push-uses.ts';
import type { Handle } from './handle.ts';

export function pushUseStore(db: Handle): PushUseStore {
  return {
    async take({ issuerId, codeId, forgetAfter }) {
      const result = await db
        .insertInto('push_use')
        .values({ issuer_id: issuerId, code_id: codeId, forget_after: forgetAfter })
        .onConflict(conflict => conflict.columns(['issuer_id', 'code_id']).doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },

    async forget(now) {
      const result = await db.deleteFrom('push_use').where('forget_after', '<', now).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}
