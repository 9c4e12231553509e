import type { Document } from './document.ts';

export interface SettingTables {
  setting: SettingTable;
}

interface SettingTable {
  name: string;
  value: Document<unknown>;
}
