import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { requestTheme } from '#app/_frame/request-theme.ts';
import { Formats } from '#app/_words/context.tsx';
import { shared } from '#app/_words/en.ts';
import { requestLanguage } from '#app/_words/server.ts';
import { config } from '#lib/config.ts';
import './globals.css';

const { bank: BANK } = shared.frame;

/** A page's own is its `Title`. */
export const metadata: Metadata = {
  appleWebApp: { capable: true, title: BANK, statusBarStyle: 'default' },
  manifest: '/manifest.webmanifest',
  icons: {
    icon: { url: '/icon.svg', type: 'image/svg+xml' },
    apple: { url: '/icons/apple-touch-icon.png', sizes: '180x180' },
  },
  robots: { index: false, follow: false },
  // Amounts are not telephone numbers.
  formatDetection: { telephone: false, date: false, address: false, email: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is drawn for a request, "not found" included: only then are its scripts stamped with the nonce.
  await connection();
  const [language, theme] = [await requestLanguage(), await requestTheme()];
  const [light, dark] = ['#f7f5f2', '#110e0c'];
  return (
    <html lang={language} data-theme={theme}>
      <head>
        {/* What a phone paints around the page. */}
        <meta
          name="theme-color"
          media="(prefers-color-scheme: light)"
          content={theme === 'dark' ? dark : light}
        />
        <meta
          name="theme-color"
          media="(prefers-color-scheme: dark)"
          content={theme === 'light' ? light : dark}
        />
      </head>
      <body>
        <Formats language={language} timeZone={config().timeZone}>
          {children}
        </Formats>
      </body>
    </html>
  );
}
