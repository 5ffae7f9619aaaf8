import { describe, expect, it } from 'vitest';
import { drawerPlace } from './drawer_place.ts';

const palette = 264;
const [outline, properties] = [280, 380];

describe('the drawer of the results', () => {
  it.each([
    [1280, 0, 'canvas'],
    [1280, outline, 'all'],
    [1440, 0, 'canvas'],
    [1440, outline, 'all'],
    [1920, outline, 'canvas'],
  ] as const)('in a window of %i pixels, with an outline of %i, lies below: %s', (window, open, place) => {
    expect(drawerPlace({ room: window - palette, outline: open, properties })).toBe(place);
  });

  it('lies below everything beside properties that were drawn wide', () => {
    expect(drawerPlace({ room: 1176, outline: 0, properties: 700 })).toBe('all');
  });
});
