import { type Selectable, sql } from 'kysely';
import type { Exchange, ExchangeStore } from '../ports/aggregates/exchanges.ts';
import { toNullableDocument } from './documents.ts';
import type { Handle } from './handle.ts';
import type { ExchangeTable } from './schema/exchanges.ts';

export function exchangeStore(db: Handle): ExchangeStore {
  /** An auxiliary token was made in the session of its primary one. */
  const sessionOf = (virtualCardId: string) =>
    db
      .selectFrom('token')
      .innerJoin('enrolment', 'enrolment.enrolment_id', 'token.enrolment_id')
      .select(sql<string>`primary_token->>'correlationId'`.as('correlation_id'))
      .where('token.virtual_card_id', '=', virtualCardId);
  const inOrder = () => db.selectFrom('exchange').selectAll().orderBy('started_at').orderBy('exchange_id');
  return {
    async record(exchange) {
      await db.insertInto('exchange').values(toRow(exchange)).execute();
    },

    async ofCorrelation(correlationId) {
      const rows = await inOrder().where('correlation_id', '=', correlationId).execute();
      return rows.map(fromRow);
    },

    async ofToken(virtualCardId) {
      const correlations = db
        .selectFrom('token')
        .select('enrolment_id as correlation_id')
        .where('virtual_card_id', '=', virtualCardId)
        .union(sessionOf(virtualCardId))
        .union(
          db
            .selectFrom('device_binding')
            .select('binding_id as correlation_id')
            .where('virtual_card_id', '=', virtualCardId),
        )
        .union(
          db.selectFrom('operation').select('correlation_id').where('virtual_card_id', '=', virtualCardId),
        )
        .union(
          db.selectFrom('delivery').select('correlation_id').where('virtual_card_id', '=', virtualCardId),
        );
      const rows = await inOrder().where('correlation_id', 'in', correlations).execute();
      return rows.map(fromRow);
    },
  };
}

function toRow(exchange: Exchange) {
  return {
    exchange_id: exchange.exchangeId,
    direction: exchange.direction,
    peer: exchange.peer,
    aggregator_id: exchange.aggregatorId ?? null,
    user_id: exchange.userId ?? null,
    operation: exchange.operation,
    correlation_id: exchange.correlationId,
    started_at: exchange.startedAt,
    duration: exchange.duration,
    status: exchange.status,
    request: toNullableDocument(exchange.request),
    response: toNullableDocument(exchange.response),
    failure: exchange.failure,
  };
}

function fromRow(row: Selectable<ExchangeTable>): Exchange {
  return {
    exchangeId: row.exchange_id,
    direction: row.direction,
    peer: row.peer,
    ...(row.aggregator_id !== null && { aggregatorId: row.aggregator_id }),
    ...(row.user_id !== null && { userId: row.user_id }),
    operation: row.operation,
    correlationId: row.correlation_id,
    startedAt: row.started_at,
    duration: row.duration,
    status: row.status,
    request: row.request,
    response: row.response,
    failure: row.failure,
  };
}
