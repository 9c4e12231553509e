import type { DetokenizationCode } from '@countermark/wire/detokenization/response-codes';

export interface DetokenizationTables {
  detokenization: DetokenizationTable;
}

export interface DetokenizationTable {
  detokenizer_id: string;
  reference: string;
  request_id: string;
  message_fingerprint: string;
  tsp_token_id: string | null;
  response_code: DetokenizationCode;
  answered: boolean;
  created_at: Date;
}
