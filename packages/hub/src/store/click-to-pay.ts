import { type Selectable, sql } from 'kysely';
import type { ClickToPayEnrolment, ClickToPayProfile, ClickToPayRequest } from '../core/click-to-pay.ts';
import type { ClickToPayStore, ProfileName } from '../ports/aggregates/click-to-pay.ts';
import { toNullableDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { unleased } from './leases.ts';
import { assertSaved } from './saved.ts';
import type {
  ClickToPayEnrolmentTable,
  ClickToPayProfileTable,
  ClickToPayRequestTable,
} from './schema/click-to-pay.ts';

export function clickToPayStore(db: Handle): ClickToPayStore {
  const profile = ({ consumerKey, directory }: ProfileName) =>
    db
      .selectFrom('click_to_pay_profile')
      .selectAll()
      .where('consumer_key', '=', consumerKey)
      .where('directory', '=', directory);
  const requests = () => db.selectFrom('click_to_pay_request').selectAll();
  const enrolments = () => db.selectFrom('click_to_pay_enrolment').selectAll();

  async function save(saved: ClickToPayProfile, lease: { lease_until?: null }): Promise<void> {
    const { consumer_key, directory, ...values } = toProfileRow(saved);
    const result = await db
      .updateTable('click_to_pay_profile')
      .set({ ...values, ...lease })
      .where('consumer_key', '=', consumer_key)
      .where('directory', '=', directory)
      .executeTakeFirst();
    assertSaved(result, `Click to Pay profile of consumer ${consumer_key} at ${directory}`);
  }

  return {
    async takeProfile({ issuerId, ...name }) {
      assertTransaction(db, 'clickToPay.takeProfile');
      const absent = { ...name, issuerId, state: 'ABSENT', lastNumber: 0, dueAt: null } as const;
      await db
        .insertInto('click_to_pay_profile')
        .values({ ...toProfileRow(absent), lease_until: null })
        .onConflict(conflict => conflict.doNothing())
        .execute();
      return fromProfileRow(await profile(name).forNoKeyUpdate().executeTakeFirstOrThrow());
    },

    async lockClaimed({ until, ...name }) {
      assertTransaction(db, 'clickToPay.lockClaimed');
      const row = await profile(name).where('lease_until', '=', until).forNoKeyUpdate().executeTakeFirst();
      return row ? fromProfileRow(row) : null;
    },

    saveProfile: saved => save(saved, {}),
    releaseProfile: saved => save(saved, { lease_until: null }),

    async profilesOf(consumerKey) {
      const rows = await db
        .selectFrom('click_to_pay_profile')
        .selectAll()
        .where('consumer_key', '=', consumerKey)
        .orderBy('directory')
        .execute();
      return rows.map(fromProfileRow);
    },

    /** Rows another worker looks at are passed over, not waited for. */
    async claim(now, { directory, until, limit }) {
      const { rows } = await sql<Selectable<ClickToPayProfileTable>>`
        with due as materialized (
          select consumer_key, directory from click_to_pay_profile
          where directory = ${directory} and due_at <= ${now} and ${unleased(now)}
          order by due_at, consumer_key
          limit ${limit}
          for no key update skip locked
        )
        update click_to_pay_profile set lease_until = ${until} from due
        where click_to_pay_profile.consumer_key = due.consumer_key
          and click_to_pay_profile.directory = due.directory
        returning click_to_pay_profile.*`.execute(db);
      return rows.map(row => ({ consumerKey: row.consumer_key, directory: row.directory, until }));
    },

    async enrolment(cardId) {
      const row = await enrolments().where('card_id', '=', cardId).executeTakeFirst();
      return row ? fromEnrolmentRow(row) : null;
    },

    async enrolmentsOf({ consumerKey, directory }) {
      const rows = await enrolments()
        .where('consumer_key', '=', consumerKey)
        .where('directory', '=', directory)
        .orderBy('card_id')
        .execute();
      return rows.map(fromEnrolmentRow);
    },

    async saveEnrolment(enrolment) {
      const { card_id, ...values } = toEnrolmentRow(enrolment);
      await db
        .insertInto('click_to_pay_enrolment')
        .values({ card_id, ...values })
        .onConflict(conflict => conflict.column('card_id').doUpdateSet(values))
        .execute();
    },

    async removeEnrolment(cardId) {
      await db.deleteFrom('click_to_pay_enrolment').where('card_id', '=', cardId).execute();
    },

    async insertRequest(request) {
      await db.insertInto('click_to_pay_request').values(toRequestRow(request)).execute();
    },

    async saveRequest(request) {
      const { request_id, ...values } = toRequestRow(request);
      const result = await db
        .updateTable('click_to_pay_request')
        .set(values)
        .where('request_id', '=', request_id)
        .executeTakeFirst();
      assertSaved(result, `Click to Pay request ${request_id}`);
    },

    async nextRequest({ consumerKey, directory }) {
      const row = await requests()
        .where('consumer_key', '=', consumerKey)
        .where('directory', '=', directory)
        .where('step', '=', 'OPEN')
        .orderBy('number')
        .limit(1)
        .executeTakeFirst();
      return row ? fromRequestRow(row) : null;
    },

    async requestsOfOperation(operationId) {
      const rows = await requests()
        .where('operation_id', '=', operationId)
        .orderBy('request_id')
        .forNoKeyUpdate()
        .execute();
      return rows.map(fromRequestRow);
    },

    async removeRequestsOfOperation(operationId) {
      await db.deleteFrom('click_to_pay_request').where('operation_id', '=', operationId).execute();
    },
  };
}

function toProfileRow(profile: ClickToPayProfile) {
  return {
    consumer_key: profile.consumerKey,
    directory: profile.directory,
    issuer_id: profile.issuerId,
    state: profile.state,
    last_number: profile.lastNumber,
    due_at: profile.dueAt,
  };
}

function fromProfileRow(row: Selectable<ClickToPayProfileTable>): ClickToPayProfile {
  return {
    consumerKey: row.consumer_key,
    directory: row.directory,
    issuerId: row.issuer_id,
    state: row.state,
    lastNumber: row.last_number,
    dueAt: row.due_at,
  };
}

function toEnrolmentRow(enrolment: ClickToPayEnrolment) {
  return {
    card_id: enrolment.cardId,
    consumer_key: enrolment.consumerKey,
    directory: enrolment.directory,
    external_card_id: enrolment.externalCardId,
    state: enrolment.state,
    updated_at: enrolment.updatedAt,
  };
}

function fromEnrolmentRow(row: Selectable<ClickToPayEnrolmentTable>): ClickToPayEnrolment {
  return {
    cardId: row.card_id,
    consumerKey: row.consumer_key,
    directory: row.directory,
    externalCardId: row.external_card_id,
    state: row.state,
    updatedAt: row.updated_at,
  };
}

function toRequestRow(request: ClickToPayRequest) {
  return {
    request_id: request.requestId,
    consumer_key: request.consumerKey,
    directory: request.directory,
    number: request.number,
    issuer_id: request.issuerId,
    kind: request.kind,
    card_id: request.cardId,
    operation_id: request.operationId,
    step: request.step,
    trace: request.trace,
    sealed_data: request.sealedData,
    attempts: request.attempts,
    failure: toNullableDocument(request.failure),
    created_at: request.createdAt,
  };
}

function fromRequestRow(row: Selectable<ClickToPayRequestTable>): ClickToPayRequest {
  return {
    requestId: row.request_id,
    consumerKey: row.consumer_key,
    directory: row.directory,
    number: row.number,
    issuerId: row.issuer_id,
    kind: row.kind,
    cardId: row.card_id,
    operationId: row.operation_id,
    step: row.step,
    trace: row.trace,
    sealedData: row.sealed_data,
    attempts: row.attempts,
    failure: row.failure,
    createdAt: row.created_at,
  };
}
