// The look: system fonts, one accent, steps of 8 px.
import { type ThemeConfig, theme } from 'antd';
import { ACCENT } from './accent';

export const FONT = [
  'system-ui',
  '-apple-system',
  '"Segoe UI"',
  'Roboto',
  '"PingFang SC"',
  '"Microsoft YaHei"',
  '"Noto Sans SC"',
  '"Noto Sans CJK SC"',
  'sans-serif',
].join(', ');

/** The class within which the theme's variables are defined. */
export const SCOPE = 'segue';

/** The system setting "reduce motion" turns all motion off. */
const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;

export function themeOf(dark: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: SCOPE },
    token: {
      colorPrimary: dark ? '#14b8a6' : ACCENT,
      colorInfo: dark ? '#14b8a6' : ACCENT,
      // The mix that antd derives from the accent is grey.
      colorInfoBg: dark ? '#10292a' : '#e9f5f3',
      colorInfoBorder: dark ? '#1f4f4c' : '#a8d5ce',
      colorLink: dark ? '#5eead4' : ACCENT,
      colorTextDescription: dark ? 'rgba(255,255,255,0.72)' : 'rgba(0,0,0,0.65)',
      colorTextPlaceholder: dark ? 'rgba(255,255,255,0.6)' : 'rgba(0,0,0,0.6)',
      colorBgLayout: dark ? '#0b1216' : '#f5f7f8',
      colorBgContainer: dark ? '#121b20' : '#ffffff',
      colorBgElevated: dark ? '#18242a' : '#ffffff',
      fontFamily: FONT,
      fontSize: 14,
      lineHeight: 22 / 14,
      borderRadius: 8,
      wireframe: false,
      motion: !isStill,
    },
    components: {
      Layout: { headerBg: dark ? '#121b20' : '#ffffff', siderBg: dark ? '#121b20' : '#ffffff', headerHeight: 56 },
      Menu: {
        itemBg: 'transparent',
        itemBorderRadius: 8,
        itemSelectedBg: dark ? '#123a38' : '#e3f2f0',
        itemSelectedColor: dark ? '#5eead4' : ACCENT,
      },
      // White on the light accent of the dark theme is too faint.
      Button: { primaryShadow: 'none', ...(dark && { primaryColor: '#04211d' }) },
      Card: { paddingLG: 16, headerHeight: 48 },
      Statistic: { contentFontSize: 24 },
    },
  };
}
