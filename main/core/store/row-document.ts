import { z } from 'zod';
import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';

/** Written into each document; a later version may hold what this Berth does not know. */
const version = 1;

/** Rows of one kind as a document for people and other computers. */
export interface RowDocument<Row> {
  write(rows: readonly Row[]): string;
  /** The rows of a document, not looked at yet. */
  read(document: string): Result<readonly unknown[], Failure & { readonly kind: 'invalid-input' }>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const refuse = (message: string, nextStep: string) => fail('invalid-input', 'input', message, nextStep);

/** The document of one kind of rows: `name` is what its format and its field are called, `words` what people call them. */
export function rowDocument<Row>(
  name: string,
  { words, mostRows }: { readonly words: string; readonly mostRows: number },
): RowDocument<Row> {
  const format = `berth-${name}`;
  const envelope = z.looseObject({ format: z.literal(format), version: z.int().min(1) });
  return {
    write: (rows) => `${JSON.stringify({ format, version, [name]: rows }, null, 2)}\n`,
    read(document) {
      const parsed = parseJson(document);
      const again = `Choose a file that was written by the export of ${words}.`;
      if (parsed === undefined) return refuse('The document is not JSON.', again);
      const wrapped = envelope.safeParse(parsed);
      const rows = z.array(z.unknown()).safeParse(wrapped.data?.[name]);
      if (!wrapped.success || !rows.success) return refuse(`The document holds no ${words} of Berth.`, again);
      if (wrapped.data.version > version) {
        return refuse('The document was written by a newer version of Berth.', 'Update Berth, then import it again.');
      }
      if (rows.data.length > mostRows) {
        return refuse(`The document holds more than ${mostRows} ${words}.`, 'Import it in parts.');
      }
      return succeed(rows.data);
    },
  };
}
