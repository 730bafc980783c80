import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { err, type Result } from '#shared/base/result.ts';
import type { LayoutImport, LayoutImportFault } from '#shared/wire/layout/importedLayout.ts';
import { readLif } from '#shared/wire/layout/readLif.ts';
import { readOpenTcs } from '#shared/wire/layout/readOpenTcs.ts';

/** Largest file that is read, characters. */
export const maxLayoutCharacters = 20_000_000;

/** Reads the text of a LIF file or an openTCS plant model, told apart by its first character. */
export function importLayoutText(text: string): Result<LayoutImport, LayoutImportFault> {
  if (text.length > maxLayoutCharacters) return err({ kind: 'tooLarge', detail: `more than ${maxLayoutCharacters} characters` });
  // A byte order mark is no part of the text.
  const plain = text.replace(/^\uFEFF/, '').trimStart();
  if (plain.startsWith('<')) return importXml(plain);
  try {
    return readLif(JSON.parse(plain));
  } catch (error) {
    return err({ kind: 'notReadable', detail: error instanceof Error ? error.message : String(error) });
  }
}

function importXml(text: string): Result<LayoutImport, LayoutImportFault> {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) return err({ kind: 'notReadable', detail: `line ${verdict.err.line}: ${verdict.err.msg}` });
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    processEntities: false,
  });
  return readOpenTcs(parser.parse(text));
}
