import { Maximize2, Minimize2, X } from 'lucide-react';
import { IconButton } from '../../../components/ui/icon_button.tsx';
import { forms } from '../../../strings/forms.ts';
import { small as smallWords } from '../../../strings/small_window.ts';
import { usePanels, usePanelsStore } from '../../panels.tsx';
import { usePutAway } from '../../small/use_put_away.ts';
import { useSmall } from '../../small/use_small.ts';

/**
 * Between the panel at the side and the view with input and output beside the form. In a small window, which has no room for
 * that view, the button that closes the panel is in its place.
 */
export function WideToggle() {
  const wide = usePanels((state) => state.wide);
  const panels = usePanelsStore();
  const small = useSmall();
  if (small) return <CloseProperties />;
  const Icon = wide ? Minimize2 : Maximize2;
  return (
    <IconButton
      data-wide-toggle
      className="self-start"
      label={wide ? forms.wide.close : forms.wide.open}
      onClick={() => panels.getState().setWide(!wide)}
    >
      <Icon aria-hidden />
    </IconButton>
  );
}

/** Closes the properties in a small window; what is selected stays selected. */
export function CloseProperties() {
  const putAway = usePutAway();
  return (
    <IconButton className="self-start" label={smallWords.close_properties} onClick={putAway}>
      <X aria-hidden />
    </IconButton>
  );
}
