import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

/** The largest resident set a process ever had, in MB. Linux only. */
export async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? assert.fail('the system does not tell VmHWM');
  return (Number(kibibytes) * 1024) / 1_000_000;
}
