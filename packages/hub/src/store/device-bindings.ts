import type { Selectable } from 'kysely';
import type { BindingApproval, DeviceBinding } from '../core/device-binding.ts';
import type { DeviceBindingStore } from '../ports/aggregates/device-bindings.ts';
import { toChallenge } from './challenge.ts';
import { toDocument, toNullableDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { DeviceBindingTable } from './schema/device-bindings.ts';
import type { AsJson } from './schema/document.ts';

export function deviceBindingStore(db: Handle): DeviceBindingStore {
  const bindings = () => db.selectFrom('device_binding').selectAll();
  return {
    async insert(binding) {
      await db.insertInto('device_binding').values(toRow(binding)).execute();
    },

    async save(binding) {
      const { card_id, binding_id, ...values } = toRow(binding);
      const result = await db
        .updateTable('device_binding')
        .set(values)
        .where('card_id', '=', card_id)
        .where('binding_id', '=', binding_id)
        .executeTakeFirst();
      assertSaved(result, `device binding ${binding_id} of card ${card_id}`);
    },

    async find(bindingId) {
      const row = await bindings().where('binding_id', '=', bindingId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lock(bindingId) {
      assertTransaction(db, 'deviceBindings.lock');
      const row = await bindings().where('binding_id', '=', bindingId).forNoKeyUpdate().executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async ofToken(virtualCardId) {
      const rows = await bindings()
        .where('virtual_card_id', '=', virtualCardId)
        .orderBy('binding_id')
        .execute();
      return rows.map(fromRow);
    },

    async due(now, limit) {
      const rows = await db
        .selectFrom('device_binding')
        .select('binding_id')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('binding_id')
        .limit(limit)
        .execute();
      return rows.map(row => row.binding_id);
    },
  };
}

function toRow(binding: DeviceBinding) {
  return {
    card_id: binding.cardId,
    binding_id: binding.bindingId,
    virtual_card_id: binding.virtualCardId,
    issuer_id: binding.issuerId,
    requestor_id: binding.requestorId,
    device_binding_reference: binding.deviceBindingReference,
    token_storage_id: binding.tokenStorageId,
    device_information: toDocument(binding.deviceInformation),
    authenticator_info: toNullableDocument(binding.authenticatorInfo),
    state: binding.state,
    refusal: toNullableDocument(binding.refusal),
    decision: binding.decision,
    idv_methods: toDocument(binding.idvMethods),
    chosen_method_id: binding.chosenMethodId,
    challenge: toNullableDocument(binding.challenge),
    approval: toNullableDocument(binding.approval),
    attempts: binding.attempts,
    issuer_wait: binding.issuerWait,
    created_at: binding.createdAt,
    updated_at: binding.updatedAt,
    due_at: binding.dueAt,
  };
}

function fromRow(row: Selectable<DeviceBindingTable>): DeviceBinding {
  return {
    cardId: row.card_id,
    bindingId: row.binding_id,
    virtualCardId: row.virtual_card_id,
    issuerId: row.issuer_id,
    requestorId: row.requestor_id,
    deviceBindingReference: row.device_binding_reference,
    tokenStorageId: row.token_storage_id,
    deviceInformation: row.device_information,
    authenticatorInfo: row.authenticator_info,
    state: row.state,
    refusal: row.refusal,
    decision: row.decision,
    idvMethods: row.idv_methods,
    chosenMethodId: row.chosen_method_id,
    challenge: row.challenge && toChallenge(row.challenge),
    approval: row.approval && toApproval(row.approval),
    attempts: row.attempts,
    issuerWait: row.issuer_wait,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    dueAt: row.due_at,
  };
}

function toApproval(approval: AsJson<BindingApproval>): BindingApproval {
  return { ...approval, at: new Date(approval.at) };
}
