import { sql } from 'kysely';
import { digitalCardNotification } from '../core/delivery.ts';
import type { ErasureStore, TokenToForget } from '../ports/aggregates/erasures.ts';
import { assertTransaction, type Handle } from './handle.ts';

export function erasureStore(db: Handle): ErasureStore {
  return {
    async forgetToken(token, { settledBefore }) {
      assertTransaction(db, 'erasures.forgetToken');
      const { cardId, virtualCardId, enrolmentId, tsp, tspTokenId } = token;
      await forgetExchanges(db, token);
      await db.deleteFrom('operation').where('virtual_card_id', '=', virtualCardId).execute();
      await db.deleteFrom('device_binding').where('virtual_card_id', '=', virtualCardId).execute();
      await db
        .deleteFrom('recorded_operation')
        .where('target_kind', '=', 'DIGITAL_CARD')
        .where('target_key', '=', virtualCardId)
        .execute();
      await db.deleteFrom('enrolment').where('enrolment_id', '=', enrolmentId).execute();
      await db.deleteFrom('personalisation').where('virtual_card_id', '=', virtualCardId).execute();
      await db
        .deleteFrom('remote_token')
        .where('tsp', '=', tsp)
        .where('tsp_token_id', '=', tspTokenId)
        .execute();
      await db
        .deleteFrom('token_transaction')
        .where('card_id', '=', cardId)
        .where('virtual_card_id', '=', virtualCardId)
        .execute();
      await sql`
        delete from delivery
        where virtual_card_id = ${virtualCardId} and settled_at <= ${settledBefore} and not ${isOwed}`.execute(
        db,
      );
      const { rows } = await sql`
        select from delivery where virtual_card_id = ${virtualCardId} and not ${isOwed} limit 1`.execute(db);
      return rows.length === 0;
    },

    async forgetCard(cardId) {
      assertTransaction(db, 'erasures.forgetCard');
      await sql`
        with unused as (
          delete from card
          where card_id = ${cardId}
            -- What was registered is the issuer's to delete, and a number that is deleted or replaced never comes back.
            and origin = 'ENROLLED' and state in ('ACTIVE', 'INACTIVE')
            and not exists (select from token where token.card_id = card.card_id and state <> 'ERASED')
            and not exists (select from card side where side.primary_card_id = card.card_id)
          returning card_id, primary_card_id
        ), aliases as (
          delete from card_alias using unused where card_alias.card_id = unused.card_id
        )
        delete from token_transaction using unused where token_transaction.card_id = unused.card_id`.execute(
        db,
      );
    },
  };
}

/** The last word of a token, which tells nothing about it: who could not be told may still be. D1 has none for erasure. */
const isOwed = sql<boolean>`(state = 'PARKED' and case operation
  when ${digitalCardNotification} then body ->> 'operation' = 'DELETE'
  else coalesce(body ->> 'action' = 'ERASE', false)
end)`;

/**
 * Every message of a session that was this token's alone. In one that other tokens of the card share, or that the primary
 * token beside an auxiliary one was made in, those that name it.
 */
async function forgetExchanges(
  db: Handle,
  { cardId, virtualCardId, enrolmentId, tspTokenId }: TokenToForget,
): Promise<void> {
  await sql`
    with session as (
      select ${enrolmentId}::text as correlation_id
      union select correlation_id from operation where virtual_card_id = ${virtualCardId}
      union select correlation_id from delivery where virtual_card_id = ${virtualCardId}
      union select binding_id from device_binding where virtual_card_id = ${virtualCardId}
      union select correlation_id from personalisation where virtual_card_id = ${virtualCardId}
      union select request_id from detokenization where tsp_token_id = ${tspTokenId}
    ), shared as (
      select correlation_id from operation where card_id = ${cardId} and virtual_card_id <> ${virtualCardId}
      union select enrolment_id from enrolment
        where enrolment_id in (select correlation_id from session) and enrolment_id <> ${enrolmentId}
    )
    delete from exchange
    where correlation_id in (select correlation_id from session)
      and (correlation_id not in (select correlation_id from shared)
        or request ->> 'virtualCardId' = ${virtualCardId})`.execute(db);
}
