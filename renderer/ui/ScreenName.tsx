import { VisuallyHidden } from '@mantine/core';

/** The heading of a screen that shows none: for screen readers only. */
export function ScreenName(props: { name: string }) {
  return (
    <VisuallyHidden>
      <h1>{props.name}</h1>
    </VisuallyHidden>
  );
}
