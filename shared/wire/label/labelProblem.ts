/**
 * Why a label cannot be made, message keys of renderer/text. `field` is the field it is about (the first of several), or null where the template
 * has no field there; `detail` says it in English for logs and the command line.
 */
export type LabelProblem = {
  readonly key:
    | 'label.missing'
    | 'label.tooLong'
    | 'label.noCode128'
    | 'label.noEan13'
    | 'label.noGs1'
    | 'label.noQr'
    | 'label.noDataMatrix'
    | 'label.codeTooWide';
  readonly field: string | null;
  readonly params: Readonly<Record<string, string | number>>;
  readonly detail: string;
};

/** All that is wrong with the data of one label; `detail` is every sentence in one line. */
export type LabelRefusal = { readonly detail: string; readonly problems: readonly LabelProblem[] };

/** Gathers problems into a refusal. */
export function toLabelRefusal(problems: readonly LabelProblem[]): LabelRefusal {
  return { problems, detail: problems.map((problem) => problem.detail).join('; ') };
}
