import { useEffect, useState } from 'react';
import { useText } from '#renderer/text/useText.ts';
import css from './ScanningScreen.module.css';

const look = { bcid: 'code128', height: 14, includetext: true, textxalign: 'center', paddingwidth: 10, paddingheight: 4 } as const;

/** Text as a Code 128, black on white whatever the theme, with the text below. Says so where it cannot be one. */
export function CodePicture(props: { text: string; name?: string }) {
  const { t } = useText();
  const { text } = props;
  const [drawn, setDrawn] = useState<{ readonly text: string; readonly svg: string | null } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void drawCode(text).then((svg) => {
      if (isCurrent) setDrawn({ text, svg });
    });
    return () => {
      isCurrent = false;
    };
  }, [text]);
  const svg = drawn?.text === text ? drawn.svg : undefined;
  return (
    <figure className={css.code}>
      {props.name === undefined ? null : <figcaption className={css.codeName}>{props.name}</figcaption>}
      {svg === undefined ? null : svg === null ? (
        <p className={css.hint}>{t('scanning.sheetBad')}</p>
      ) : (
        <img className={css.codeImage} alt={text} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} />
      )}
    </figure>
  );
}

/** Loaded when first drawn: the encoder is large, and few screens draw codes. Null where the text cannot be a code. */
async function drawCode(text: string): Promise<string | null> {
  // What a keyboard scanner cannot type is no code of a set-up sheet.
  if (!/^[ -~]+$/.test(text)) return null;
  const { toSVG } = await import('bwip-js/browser');
  try {
    return toSVG({ ...look, text });
  } catch {
    return null;
  }
}
