import type { ClickToPayEnrolment, ClickToPayProfile, ClickToPayRequest } from '../../core/click-to-pay.ts';
import type { DirectoryName } from '../../core/directory.ts';
import type { NullableDocument } from './document.ts';

export interface ClickToPayTables {
  click_to_pay_profile: ClickToPayProfileTable;
  click_to_pay_enrolment: ClickToPayEnrolmentTable;
  click_to_pay_request: ClickToPayRequestTable;
}

export interface ClickToPayProfileTable {
  consumer_key: string;
  directory: DirectoryName;
  issuer_id: string;
  state: ClickToPayProfile['state'];
  last_number: number;
  due_at: Date | null;
  lease_until: Date | null;
}

export interface ClickToPayEnrolmentTable {
  card_id: string;
  consumer_key: string;
  directory: DirectoryName;
  external_card_id: string;
  state: ClickToPayEnrolment['state'];
  updated_at: Date;
}

export interface ClickToPayRequestTable {
  request_id: string;
  consumer_key: string;
  directory: DirectoryName;
  number: number;
  issuer_id: string;
  kind: ClickToPayRequest['kind'];
  card_id: string | null;
  operation_id: string;
  step: ClickToPayRequest['step'];
  trace: string | null;
  sealed_data: Uint8Array | null;
  attempts: number;
  failure: NullableDocument<NonNullable<ClickToPayRequest['failure']>>;
  created_at: Date;
}
