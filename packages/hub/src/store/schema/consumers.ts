import type { Consumer } from '../../core/consumer.ts';

export interface ConsumerTables {
  consumer: ConsumerTable;
}

export interface ConsumerTable {
  consumer_key: string;
  issuer_id: string;
  consumer_id: string;
  state: Consumer['state'];
  sealed_personal_information: Uint8Array | null;
  created_at: Date;
  updated_at: Date;
}
