import { sql } from 'kysely';
import type { Aggregator } from '../core/aggregator.ts';
import type { AggregatorStore } from '../ports/aggregates/aggregators.ts';
import type { Handle } from './handle.ts';

export function aggregatorStore(db: Handle): AggregatorStore {
  const aggregators = () =>
    db
      .selectFrom('aggregator')
      .leftJoin('aggregator_issuer as acts_for', 'acts_for.aggregator_id', 'aggregator.aggregator_id')
      .select(({ fn, ref }) => [
        'aggregator.aggregator_id as aggregatorId',
        'aggregator.name as name',
        fn
          .coalesce(
            sql<string[]>`array_agg(${ref('acts_for.issuer_id')} order by ${ref('acts_for.issuer_id')})
              filter (where ${ref('acts_for.issuer_id')} is not null)`,
            sql<string[]>`array[]::text[]`,
          )
          .as('issuerIds'),
      ])
      .groupBy(['aggregator.aggregator_id', 'aggregator.name']);
  return {
    async save({ aggregatorId, name, issuerIds }: Aggregator) {
      await db
        .insertInto('aggregator')
        .values({ aggregator_id: aggregatorId, name })
        .onConflict(conflict => conflict.column('aggregator_id').doUpdateSet({ name }))
        .execute();
      await db.deleteFrom('aggregator_issuer').where('aggregator_id', '=', aggregatorId).execute();
      if (issuerIds.length === 0) return;
      await db
        .insertInto('aggregator_issuer')
        .values(issuerIds.map(issuerId => ({ aggregator_id: aggregatorId, issuer_id: issuerId })))
        .execute();
    },

    async find(aggregatorId) {
      const found = await aggregators()
        .where('aggregator.aggregator_id', '=', aggregatorId)
        .executeTakeFirst();
      return found ?? null;
    },

    list: () => aggregators().orderBy('aggregator.aggregator_id').execute(),

    async actsFor(aggregatorId, issuerId) {
      const row = await db
        .selectFrom('aggregator_issuer')
        .select('issuer_id')
        .where('aggregator_id', '=', aggregatorId)
        .where('issuer_id', '=', issuerId)
        .executeTakeFirst();
      return row !== undefined;
    },

    async saveKey({ aggregatorId: aggregator_id, keyIdentifier: key_identifier, ...key }) {
      const values = { public_key_pem: key.publicKeyPem, created_at: key.createdAt };
      await db
        .insertInto('aggregator_key')
        .values({ aggregator_id, key_identifier, ...values })
        .onConflict(conflict => conflict.columns(['aggregator_id', 'key_identifier']).doUpdateSet(values))
        .execute();
    },

    async removeKey(aggregatorId, keyIdentifier) {
      const { numDeletedRows } = await db
        .deleteFrom('aggregator_key')
        .where('aggregator_id', '=', aggregatorId)
        .where('key_identifier', '=', keyIdentifier)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async keys(aggregatorId) {
      const rows = await db
        .selectFrom('aggregator_key')
        .selectAll()
        .where('aggregator_id', '=', aggregatorId)
        .orderBy('created_at', 'desc')
        .orderBy('key_identifier')
        .execute();
      return rows.map(row => ({
        aggregatorId: row.aggregator_id,
        keyIdentifier: row.key_identifier,
        publicKeyPem: row.public_key_pem,
        createdAt: row.created_at,
      }));
    },
  };
}
