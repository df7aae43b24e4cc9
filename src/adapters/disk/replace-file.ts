import writeFileAtomic from 'write-file-atomic';
import { writeFailure } from './failures.ts';

/** Writes a small file as a whole: whoever reads it meets the old text or the new one. Rejects with WORKSPACE_READ_ONLY or RECORD_UNWRITABLE. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeFileAtomic(path, text).catch((error: unknown) => {
    throw writeFailure(error, path);
  });
}
