import { isUtf8 } from 'node:buffer';
import { type Place, Problem } from '../errors.ts';
import type { Files } from './ports.ts';

/** Thirty thousand lines; in much more than that, a parser can be kept busy for minutes. */
const LARGEST_BYTES = 1024 * 1024;
const at = (file: string) => ({ file, line: 1, column: 1 });

/**
 * The text of a file without its byte order mark, or undefined when there is none. Rejects with FILE_TOO_LARGE (over 1 MiB,
 * not even read), FILE_NOT_TEXT (not UTF-8) or FILE_UNREADABLE.
 */
export async function readText(path: string, files: Files): Promise<string | undefined> {
  const info = await files.inspect(path);
  if (info === undefined) return undefined;
  if (info.kind !== 'file') {
    throw new Problem(
      'FILE_UNREADABLE',
      `this is a ${info.kind === 'directory' ? 'folder' : 'device or pipe'}, not a file`,
      {
        hint: 'move it away and write a file in its place',
        places: [at(path)],
      },
    );
  }
  if (info.size > LARGEST_BYTES) {
    throw new Problem(
      'FILE_TOO_LARGE',
      `${mebibytes(info.size)} MiB are too many: a workspace file has at most 1 MiB`,
      {
        hint: 'keep large data in files beside it and only their names here',
        places: [at(path)],
      },
    );
  }
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  const wrong = firstWrongByte(bytes);
  if (wrong === undefined) return new TextDecoder('utf-8').decode(bytes);
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  throw new Problem(
    'FILE_NOT_TEXT',
    isWide
      ? 'this is UTF-16, not UTF-8 text'
      : `not UTF-8 text: the byte at offset ${String(wrong)} does not belong in it`,
    {
      hint: isWide ? 'save it as UTF-8' : 'save it as UTF-8, or move it away if it is not a workspace file',
      places: [isWide ? at(path) : placeOfByte(path, bytes, wrong)],
    },
  );
}

/** Where an editor shows the byte at `offset`. */
function placeOfByte(file: string, bytes: Buffer, offset: number): Place {
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, offset)).split('\n');
  return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function mebibytes(bytes: number): string {
  return (Math.ceil((bytes / 1024 / 1024) * 10) / 10).toString();
}

/** Offset, from 0, of the first byte that is zero or breaks UTF-8. */
function firstWrongByte(bytes: Buffer): number | undefined {
  if (isUtf8(bytes) && !bytes.includes(0)) return undefined;
  let offset = 0;
  for (let length = 1; length > 0; offset += length) length = characterLength(bytes, offset);
  return offset;
}

/** Bytes of the character at `offset`; 0 when none is there or it is a zero byte. */
function characterLength(bytes: Buffer, offset: number): number {
  const lead = bytes[offset] ?? 0;
  const length =
    lead === 0 ? 0 : lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  return isUtf8(bytes.subarray(offset, offset + length)) ? length : 0;
}
