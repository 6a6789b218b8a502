import { commandKey } from '../../app/command-key.ts';
import { useSettingsText } from './text.ts';

/** Where the keys are listed. */
export function KeyboardSection() {
  const [press, sheet, palette] = useSettingsText().keySheet;
  return (
    <p>
      {press} <kbd>?</kbd> {sheet} <kbd>{commandKey} K</kbd> {palette}
    </p>
  );
}
