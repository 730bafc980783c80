import { useCallback, useEffect, useState } from 'react';
import type { labelsContract } from '#shared/features/labels/labelsContract.ts';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { useStation } from '#renderer/bridge/StationContext.tsx';

type Outputs = InferContractRouterOutputs<typeof labelsContract>;
export type TemplateList = Outputs['list'];
export type ListedTemplate = TemplateList['templates'][number];
export type LabelTemplate = ListedTemplate['template'];
export type PreviewAnswer = Outputs['preview'];
export type SaveAnswer = Outputs['save'];

/** How the label is shown. */
export type LabelView = {
  readonly dpi: 203 | 300;
  readonly printer: 'zpl' | 'tspl' | 'escpos';
  readonly language: 'zh' | 'en';
  readonly reprintNo: number;
};

/** A change is drawn after so much quiet. */
const previewQuietMs = 120;

/** The templates, read again after every save; null while they are fetched. */
export function useTemplates(): { readonly list: TemplateList | null; readonly reload: () => Promise<void> } {
  const { bridge } = useStation();
  const [list, setList] = useState<TemplateList | null>(null);
  const reload = useCallback(async () => setList(await bridge.client.labels.list()), [bridge]);
  useEffect(() => void reload().catch(() => undefined), [reload]);
  return { list, reload };
}

/**
 * What the host makes of a template and data: the last answer that has come, whether the host is away, and the last picture, which stays while the data does not make
 * a label.
 */
export function usePreview(templateText: string, fields: Readonly<Record<string, string>>, view: LabelView) {
  const { bridge } = useStation();
  const [answer, setAnswer] = useState<PreviewAnswer | null>(null);
  const [isAway, setIsAway] = useState(false);
  useEffect(() => {
    if (templateText === '') return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      bridge.client.labels
        .preview({ templateText, fields: { ...fields }, ...view })
        .then((drawn) => {
          if (!isCurrent) return;
          setIsAway(false);
          setAnswer(drawn);
        })
        .catch(() => isCurrent && setIsAway(true));
    }, previewQuietMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [bridge, templateText, fields, view]);
  return { answer, isAway };
}

/** The fields of a half-written template, as far as they can be read. */
export function templateOf(templateText: string): LabelTemplate | null {
  try {
    const template = JSON.parse(templateText) as LabelTemplate;
    return Array.isArray(template.fields) ? template : null;
  } catch {
    return null;
  }
}

/** A template's own example. */
export function sampleOf(template: LabelTemplate): Record<string, string> {
  return Object.fromEntries(template.fields.map((field) => [field.name, field.sample]));
}

/** A template as people edit it. */
export function toTemplateText(template: LabelTemplate): string {
  return JSON.stringify(template, null, 2);
}
