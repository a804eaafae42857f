import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Words } from '#app/_words/context.tsx';
import { messages, pick, requestLanguage } from '#app/_words/server.ts';
import { config } from '#lib/config.ts';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const { bank } = (await messages()).frame;
  return {
    ...metadata,
    title: { default: bank, template: `%s · ${bank}` },
    appleWebApp: { capable: true, title: bank, statusBarStyle: 'default' },
  };
}

const metadata: Metadata = {
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
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f5f2' },
    { media: '(prefers-color-scheme: dark)', color: '#110e0c' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is drawn for a request, "not found" included: only then are its scripts stamped with the nonce.
  await connection();
  const [language, { locale }] = [await requestLanguage(), (await messages()).language];
  return (
    <html lang={language}>
      <body>
        <Words locale={locale} timeZone={config().timeZone} words={await pick('frame', 'dates', 'errors')}>
          {children}
        </Words>
      </body>
    </html>
  );
}
