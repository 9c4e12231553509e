export interface PushUseTables {
  push_use: PushUseTable;
}

interface PushUseTable {
  issuer_id: string;
  code_id: string;
  forget_after: Date;
}
