import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import type { ThemePreference } from './theme.ts';

export const themeIcons: Record<ThemePreference, LucideIcon> = { system: Monitor, light: Sun, dark: Moon };
