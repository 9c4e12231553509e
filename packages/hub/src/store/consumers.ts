import type { Selectable } from 'kysely';
import type { Consumer } from '../core/consumer.ts';
import type { ConsumerStore } from '../ports/aggregates/consumers.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { ConsumerTable } from './schema/consumers.ts';

export function consumerStore(db: Handle): ConsumerStore {
  const consumers = () => db.selectFrom('consumer').selectAll();
  return {
    async insert(consumer) {
      await db.insertInto('consumer').values(toRow(consumer)).execute();
    },

    async save(consumer) {
      const { consumer_key, ...values } = toRow(consumer);
      const result = await db
        .updateTable('consumer')
        .set(values)
        .where('consumer_key', '=', consumer_key)
        .executeTakeFirst();
      assertSaved(result, `consumer ${consumer_key}`);
    },

    async find(consumerKey) {
      const row = await consumers().where('consumer_key', '=', consumerKey).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lock(consumerKey) {
      assertTransaction(db, 'consumers.lock');
      const row = await consumers()
        .where('consumer_key', '=', consumerKey)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async findActive({ issuerId, consumerId }) {
      const row = await consumers()
        .where('consumer_id', '=', consumerId)
        .where('issuer_id', '=', issuerId)
        .where('state', '=', 'ACTIVE')
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async findNewest({ issuerId, consumerId }) {
      const row = await consumers()
        .where('consumer_id', '=', consumerId)
        .where('issuer_id', '=', issuerId)
        .orderBy('consumer_key', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
  };
}

function toRow(consumer: Consumer) {
  return {
    consumer_key: consumer.consumerKey,
    issuer_id: consumer.issuerId,
    consumer_id: consumer.consumerId,
    state: consumer.state,
    sealed_personal_information: consumer.sealedPersonalInformation,
    created_at: consumer.createdAt,
    updated_at: consumer.updatedAt,
  };
}

function fromRow(row: Selectable<ConsumerTable>): Consumer {
  return {
    consumerKey: row.consumer_key,
    issuerId: row.issuer_id,
    consumerId: row.consumer_id,
    state: row.state,
    sealedPersonalInformation: row.sealed_personal_information,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
