import { useSettingsText } from './text.ts';

/** Where the keys are listed. */
export function KeyboardSection() {
  const [press, sheet, palette] = useSettingsText().keySheet;
  return (
    <p>
      {press} <kbd>?</kbd> {sheet} <kbd>Ctrl K</kbd> {palette}
    </p>
  );
}
