import type { CertificationResult } from '../certification-result.ts';
import { legibleAll } from './legible.ts';

/** What the first member of a JSON report says: which members there are. */
export const reportFormat = 'countermark-certification/1';

/** All that the run found, for programs; this is what is signed. */
export type JsonReport = { readonly format: typeof reportFormat } & CertificationResult;

/** The report as JSON text. */
export function jsonReport(result: CertificationResult): string {
  const report: JsonReport = { format: reportFormat, ...legibleAll(result) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Reads a report; `null`: the text is none. Only what {@link jsonReport} wrote and a signature vouches for is a report. */
export function readJsonReport(text: string): JsonReport | null {
  try {
    const report = JSON.parse(text) as Partial<JsonReport> | null;
    return report?.format === reportFormat ? (report as JsonReport) : null;
  } catch {
    return null;
  }
}
