import { hasGtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import { takeElements } from '#shared/wire/barcode/parseElementString.ts';
import { aiRule } from '#shared/wire/barcode/applicationIdentifiers.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { BarcodeSymbology, MatrixSymbology } from './label.ts';
import type { LabelProblem } from './labelProblem.ts';

const separator = '\u001d';
/** Code 128 and QR as scanners of the trade read them without a set-up sheet: printable ASCII. */
const printable = /^[ -~]+$/;
const maxLengths: Readonly<Record<'code128' | 'gs1-128' | 'qr' | 'dataMatrix' | 'gs1DataMatrix', number>> = {
  code128: 80,
  'gs1-128': 80,
  qr: 400,
  dataMatrix: 400,
  gs1DataMatrix: 400,
};

/**
 * The characters a code holds: text as it is, GS1 element strings with FNC1 as GS (GS1-128 with the first one, the others without). Refused
 * where no such code can be made of it. `thisYear` decides the century of GS1 dates.
 */
export function checkCode(
  symbology: BarcodeSymbology | MatrixSymbology,
  content: string,
  fields: readonly string[],
  thisYear: number,
): Result<string, LabelProblem> {
  const refuse = (key: LabelProblem['key'], rest: string): Result<string, LabelProblem> => {
    const field = fields[0] ?? null;
    return err({ key, field, params: { content, reason: rest }, detail: `${subjectOf(field)}: ${JSON.stringify(content)} ${rest}` });
  };
  switch (symbology) {
    case 'ean13':
      if (/^\d{13}$/.test(content) && hasGtinCheckDigit(content)) return ok(content);
      return refuse(
        'label.noEan13',
        /^\d{13}$/.test(content) ? 'has a wrong check digit for an EAN-13' : 'is no EAN-13, which has 13 digits',
      );
    case 'code128':
    case 'qr':
    case 'dataMatrix':
      if (printable.test(content) && content.length <= maxLengths[symbology]) return ok(content);
      return refuse(
        symbology === 'code128' ? 'label.noCode128' : symbology === 'qr' ? 'label.noQr' : 'label.noDataMatrix',
        content.length > maxLengths[symbology]
          ? `is longer than ${maxLengths[symbology]} characters`
          : 'has characters the code cannot hold',
      );
    case 'gs1-128':
    case 'gs1DataMatrix': {
      if (!content.startsWith('(')) return refuse('label.noGs1', 'is no GS1 element string such as (01)06901234567892');
      const elements = takeElements(content, thisYear);
      if (!elements.ok)
        return refuse('label.noGs1', `breaks a GS1 rule at ${JSON.stringify(elements.error.detail)} (${elements.error.rule})`);
      const plain = elements.value
        .map(
          ({ ai, content: part }, index) =>
            `${ai}${part}${aiRule(ai)?.isFixed === true || index === elements.value.length - 1 ? '' : separator}`,
        )
        .join('');
      if (plain.length > maxLengths[symbology]) return refuse('label.noGs1', `is longer than ${maxLengths[symbology]} characters`);
      return ok(symbology === 'gs1-128' ? `${separator}${plain}` : plain);
    }
  }
}

function subjectOf(field: string | null): string {
  return field === null ? 'the template' : `field ${field}`;
}
