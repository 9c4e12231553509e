import type { Authenticator } from '@countermark/wire/issuer-gateway/data/authenticator-info';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { BindingState } from '@countermark/wire/token-requestor/binding';
import type { Decision } from '../../core/decision.ts';
import type { BindingApproval } from '../../core/device-binding.ts';
import type { Refusal } from '../../core/enrolment.ts';
import type { OtpChallenge } from '../../core/one-time-password.ts';
import type { Document, NullableDocument } from './document.ts';

export interface DeviceBindingTables {
  device_binding: DeviceBindingTable;
}

export interface DeviceBindingTable {
  card_id: string;
  binding_id: string;
  virtual_card_id: string;
  issuer_id: string;
  requestor_id: string;
  device_binding_reference: string;
  token_storage_id: string;
  device_information: Document<Record<string, string>>;
  authenticator_info: NullableDocument<Authenticator>;
  state: BindingState;
  refusal: NullableDocument<Refusal>;
  decision: Decision | null;
  idv_methods: Document<IdvMethod[]>;
  chosen_method_id: string | null;
  challenge: NullableDocument<OtpChallenge>;
  approval: NullableDocument<BindingApproval>;
  attempts: number;
  issuer_wait: number;
  created_at: Date;
  updated_at: Date;
  due_at: Date | null;
}
