import type { Personalisation } from '../../core/personalisation.ts';
import type { Document } from './document.ts';

export interface PersonalisationTables {
  personalisation: PersonalisationTable;
}

export interface PersonalisationTable {
  personalisation_id: string;
  tsp: string;
  issuer_id: string;
  correlation_id: string;
  purpose: Personalisation['purpose'];
  tsp_token_id: string | null;
  virtual_card_id: string | null;
  step: Personalisation['step'];
  sealed_elements: Uint8Array | null;
  parts: Document<string[]>;
  failure: number | null;
  attempts: number;
  created_at: Date;
  due_at: Date | null;
}
