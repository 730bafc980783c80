import { useEffect, useRef } from 'react';
import type { LabelPreview as Preview } from '#shared/features/labels/labelsContract.ts';
import css from './LabelsScreen.module.css';

/** The label dot by dot, as the printer prints it. */
export function LabelPreview(props: { preview: Preview; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { widthDots, heightDots, rowsBase64 } = props.preview;
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return;
    const image = context.createImageData(widthDots, heightDots);
    const rows = atob(rowsBase64);
    const rowBytes = Math.ceil(widthDots / 8);
    for (let y = 0; y < heightDots; y += 1) {
      for (let x = 0; x < widthDots; x += 1) {
        const isBlack = (rows.charCodeAt(y * rowBytes + (x >> 3)) & (0x80 >> (x & 7))) !== 0;
        image.data.fill(isBlack ? 0 : 255, (y * widthDots + x) * 4, (y * widthDots + x) * 4 + 3);
        image.data[(y * widthDots + x) * 4 + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
  }, [widthDots, heightDots, rowsBase64]);
  return <canvas ref={canvas} className={css.paper} width={widthDots} height={heightDots} role="img" aria-label={props.name} />;
}
