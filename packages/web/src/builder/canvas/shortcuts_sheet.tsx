import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { Kbd } from '../../components/ui/kbd.tsx';
import { text } from '../../strings/builder.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { shortcuts } from './keys.ts';

/** All keys of the builder, shown by `?`. */
export function ShortcutsSheet() {
  const open = usePanels((state) => state.dialog === 'shortcuts');
  const panels = usePanelsStore();
  return (
    <Dialog open={open} onOpenChange={(next) => !next && panels.getState().openDialog(null)}>
      <DialogContent title={text.canvas.shortcuts} size="md">
        <div className="flex flex-col gap-5">
          {shortcuts.map(({ title, rows }) => (
            <section key={title}>
              <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
              <dl>
                {rows.map(({ keys, does }) => (
                  <div
                    key={does}
                    className="flex items-center justify-between border-line border-b py-1.5 last:border-b-0"
                  >
                    <dt className="text-sm">{does}</dt>
                    <dd className="flex gap-1">
                      {keys.map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogContent>
    </Dialog>
  );
}
