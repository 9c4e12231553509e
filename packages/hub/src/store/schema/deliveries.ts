import type { Generated } from 'kysely';
import type { Delivery, Parking } from '../../core/delivery.ts';
import type { Document, NullableDocument } from './document.ts';

export interface DeliveryTables {
  delivery: DeliveryTable;
  delivery_attempt: DeliveryAttemptTable;
  delivery_queue: DeliveryQueueTable;
}

export interface DeliveryTable {
  delivery_id: string;
  issuer_id: string;
  queue_id: string;
  virtual_card_id: string | null;
  sequence: number;
  operation: string;
  correlation_id: string;
  body: Document<Record<string, unknown>>;
  parameters: NullableDocument<Record<string, string>>;
  state: Delivery['state'];
  parked: NullableDocument<Parking>;
  attempts: number;
  failures: number;
  alone: Generated<boolean>;
  created_at: Date;
  queued_at: Date;
  settled_at: Date | null;
}

interface DeliveryAttemptTable {
  delivery_id: string;
  number: number;
  started_at: Date;
  duration: number;
  status: number | null;
  code: number | null;
  failure: string | null;
  late_status: number | null;
  late_after: number | null;
}

interface DeliveryQueueTable {
  queue_id: string;
  issuer_id: string;
  last_sequence: number;
  pending: number;
  due_at: Date | null;
  failed_at: Date | null;
  lease_until: Date | null;
}
