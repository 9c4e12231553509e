import { setTimeout as pause } from 'node:timers/promises';
import type { BatchDetails } from '@countermark/wire/operator/batch';
import { durationInWords } from '../duration.ts';
import type { OperatorClient } from '../operator-client.ts';
import { counted } from '../output/counted.ts';

/** Milliseconds between two looks at the file. */
const glance = 500;

/** Looks at a batch file until it is done or refused, and tells how far it is whenever it got further. */
export async function followBatch(
  { batches }: OperatorClient,
  { fileId, tell }: { fileId: string; tell: (progress: string) => void },
): Promise<BatchDetails> {
  const began = performance.now();
  const first = await batches.get(fileId);
  for (let file = first, told = -1; ; file = await batches.get(fileId)) {
    if (file.state === 'DONE' || file.state === 'REFUSED') return file;
    if (file.settledRecords !== told) {
      const settled = file.settledRecords - first.settledRecords;
      tell(progressOf(file, { settled, milliseconds: performance.now() - began }));
    }
    told = file.settledRecords;
    await pause(glance);
  }
}

/** `12300 of 100000 records, 1540 a second, 57 s left`. */
export function progressOf(
  { settledRecords, totalRecords }: Pick<BatchDetails, 'settledRecords' | 'totalRecords'>,
  { settled, milliseconds }: { settled: number; milliseconds: number },
): string {
  const share = `${settledRecords} of ${counted(totalRecords, 'record')}`;
  if (settled === 0) return share;
  const perSecond = settled / (milliseconds / 1000);
  const left = Math.ceil((totalRecords - settledRecords) / perSecond) * 1000;
  return `${share}, ${Math.round(perSecond)} a second, ${durationInWords(left)} left`;
}
