import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
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

/**
 * The first number and the first date that a process of a browser formats cost a phone a tenth of a second. They are
 * made while the styles are on their way, not in the moment in which the page begins to answer.
 */
const FORMATS_AT_HAND = 'new Intl.NumberFormat, new Intl.DateTimeFormat';

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is drawn for a request, "not found" included: only then are its scripts stamped with the nonce.
  await connection();
  const [language, theme] = [await requestLanguage(), await requestTheme()];
  const nonce = (await headers()).get('x-nonce') ?? undefined;
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
        {/* A module that is async does not wait for the styles as other scripts of a page do. */}
        <script
          type="module"
          async
          nonce={nonce}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a text of ours.
          dangerouslySetInnerHTML={{ __html: FORMATS_AT_HAND }}
          suppressHydrationWarning
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
