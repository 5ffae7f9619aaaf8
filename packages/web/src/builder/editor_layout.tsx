import { PanelBottomOpen } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Button } from '../components/ui/button.tsx';
import { cn } from '../components/ui/cn.ts';
import { text } from '../strings/builder.ts';
import { outline as words } from '../strings/outline.ts';
import { Canvas } from './canvas/canvas.tsx';
import { useReadOnly, useSelectedNodeId } from './document/context.tsx';
import { useDrawerPlace } from './drawer_place.ts';
import { Movable, Place, useMovable } from './movable.tsx';
import { OutlinePanel } from './outline/outline_panel.tsx';
import { Palette } from './palette/palette.tsx';
import { usePanels, usePanelsStore } from './panels.tsx';
import { useProblems } from './problems/context.tsx';
import { ProblemCount } from './problems/problem_count.tsx';
import { NothingSelected, useFocusField } from './properties/properties.tsx';
import { usePropertiesOpen } from './properties/use_properties_open.ts';
import { useResults } from './results/context.tsx';
import { Results } from './results/results.tsx';
import {
  OutlineOver,
  PaletteButton,
  PaletteOver,
  PropertiesButton,
  PropertiesOver,
  PropertiesWithin,
} from './small/over_canvas.tsx';
import { useAside } from './small/use_aside.ts';
import { useSmall } from './small/use_small.ts';
import { useToastPlace } from './use_toast_place.ts';

const upright =
  'w-px bg-line outline-none transition-colors duration-150 hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent';
const level =
  'h-px bg-line outline-none transition-colors duration-150 hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent';

/**
 * Palette, canvas, results and properties; the last two can be resized, and leave their place when they show nothing.
 * The results lie below the canvas, and where that is too narrow for them below all but the palette. In a small window, or at
 * a large zoom, palette, outline and properties lie over canvas and results.
 */
export function EditorLayout() {
  const drawer = usePanels((state) => state.drawer.open);
  const open = usePropertiesOpen();
  const width = useRef(380);
  const height = useRef(300);
  const outline = usePanels((state) => state.outline.open);
  const outlineWidth = useRef(280);
  const panel = useRef<HTMLElement>(null);
  const room = useRef<HTMLDivElement>(null);
  useFocusField(panel);
  const small = useSmall();
  useAside(small);
  const readOnly = useReadOnly();
  useToastPlace(!readOnly && !small ? 'palette' : 'canvas');
  // What the wide properties cover cannot be reached.
  const one = useSelectedNodeId() !== undefined;
  const covered = usePanels((state) => state.wide) && open && one;
  const [below, look] = useDrawerPlace({
    room,
    widths: () =>
      small
        ? { outline: 0, properties: 0 }
        : { outline: outline ? outlineWidth.current : 0, properties: width.current },
    open: [outline, drawer],
  });
  const [palette, setPalette] = useState(false);
  const least = small ? 96 : 160;
  const results = useMovable();
  const properties = useMovable();
  const drawn = { results, height, covered, small };
  return (
    <main className="relative flex min-h-0 flex-1">
      {/* Who may not change the workflow has nothing to add to it. */}
      {!readOnly && !small && (
        <div className="w-66 shrink-0" inert={covered}>
          <Palette />
        </div>
      )}
      {!readOnly && small && palette && <PaletteOver onClose={() => setPalette(false)} />}
      <Group orientation="vertical" elementRef={room} className="min-w-0 flex-1">
        <Panel id="above" minSize={least}>
          <Group orientation="horizontal" className="h-full" onLayoutChanged={look}>
            {outline && !small && (
              <>
                <Panel
                  id="outline"
                  inert={covered}
                  defaultSize={outlineWidth.current}
                  minSize={200}
                  maxSize={560}
                  groupResizeBehavior="preserve-pixel-size"
                  onResize={({ inPixels }) => {
                    if (inPixels >= 200) outlineWidth.current = inPixels;
                  }}
                >
                  <OutlinePanel />
                </Panel>
                <Separator className={upright} aria-label={words.title} />
              </>
            )}
            <Panel id="work" minSize={320} inert={covered}>
              <Group orientation="vertical" className="h-full">
                <Panel id="canvas" minSize={least} className="@container relative">
                  {small && <PaletteButton open={palette} onOpen={() => setPalette(true)} />}
                  <Canvas />
                  {small && outline && <OutlineOver />}
                  {!open && (small && one ? <PropertiesButton /> : <NothingSelected />)}
                  {!drawer && <DrawerHandle />}
                </Panel>
                {drawer && below === 'canvas' && <Drawer {...drawn} />}
              </Group>
            </Panel>
            {open && !small && (
              <>
                <Separator className={upright} aria-label={text.regions.properties} />
                <Panel
                  id="properties"
                  defaultSize={width.current}
                  minSize={320}
                  maxSize={760}
                  groupResizeBehavior="preserve-pixel-size"
                  onResize={({ inPixels }) => {
                    if (inPixels >= 320) width.current = inPixels;
                  }}
                >
                  <Place of={properties} />
                </Panel>
              </>
            )}
          </Group>
        </Panel>
        {drawer && below === 'all' && <Drawer {...drawn} />}
      </Group>
      {open && small && (
        <PropertiesOver>
          <Place of={properties} />
        </PropertiesOver>
      )}
      {open && (
        // Whoever zooms in goes on in the form, or the mapper above it, where they were.
        <Movable in={properties}>
          <PropertiesWithin panel={panel} />
        </Movable>
      )}
      {drawer && (
        <Movable in={results}>
          <Results />
        </Movable>
      )}
    </main>
  );
}

interface DrawerProps {
  /** What is drawn in it, wherever it lies. */
  results: HTMLElement;
  height: RefObject<number>;
  covered: boolean;
  small: boolean;
}

/** The drawer with the border above it, as high as it was left. */
function Drawer({ results, height, covered, small }: DrawerProps) {
  const least = small ? 96 : 140;
  return (
    <>
      <Separator className={level} aria-label={text.regions.results} />
      <Panel
        id="results"
        inert={covered}
        defaultSize={small ? '50%' : height.current}
        minSize={least}
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }) => {
          if (!small && inPixels >= 140) height.current = inPixels;
        }}
      >
        <Place of={results} />
      </Panel>
    </>
  );
}

/** Brings the drawer up; says how many problems there are, and shows them when there is nothing else to show. */
function DrawerHandle() {
  const panels = usePanelsStore();
  const small = useSmall();
  const ran = useResults((state) => state.run !== null || state.testing);
  const problems = useProblems((state) => state.all.length > 0);
  return (
    // The landmark is there before anything ran, with the way into it.
    <section
      aria-label={text.regions.results}
      // Beside the controls where there is room, else above them; in a small window there is, to the right of them.
      className={cn(
        'absolute bottom-3 z-10',
        small ? 'right-3' : '@max-[54rem]:bottom-14 left-1/2 -translate-x-1/2',
      )}
    >
      <Button
        size="sm"
        onClick={() =>
          panels.getState().openDrawer(!ran && problems ? 'problems' : panels.getState().drawer.tab)
        }
      >
        <PanelBottomOpen aria-hidden />
        {text.regions.results}
        <ProblemCount />
      </Button>
    </section>
  );
}
