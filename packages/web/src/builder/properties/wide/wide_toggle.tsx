import { Maximize2, Minimize2 } from 'lucide-react';
import { IconButton } from '../../../components/ui/icon_button.tsx';
import { forms } from '../../../strings/forms.ts';
import { usePanels, usePanelsStore } from '../../panels.tsx';

/** Between the panel at the side and the view with input and output beside the form. */
export function WideToggle() {
  const wide = usePanels((state) => state.wide);
  const panels = usePanelsStore();
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
