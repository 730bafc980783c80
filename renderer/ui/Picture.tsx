import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import css from './Picture.module.css';

/** A picture in a square; a quiet sign where there is none. `sizePx` null fills the width. */
export function Picture(props: { url: string | null; label: string; sizePx: number | null }) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const style = props.sizePx === null ? undefined : { width: props.sizePx, height: props.sizePx };
  return (
    <span className={css.frame} style={style}>
      {props.url === null || failedUrl === props.url ? (
        <IconPhotoOff size="40%" stroke={1.4} aria-label={props.label} />
      ) : (
        <img className={css.image} src={props.url} alt={props.label} onError={() => setFailedUrl(props.url)} draggable={false} />
      )}
    </span>
  );
}
