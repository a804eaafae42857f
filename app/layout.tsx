import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { FailureWords } from '#app/_frame/failure.tsx';
import { slice } from '#app/_words/catalogue.ts';
import { Formats } from '#app/_words/context.tsx';
import { messages, requestLanguage } from '#app/_words/server.ts';
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
  const [code, { language, dates, errors }] = [await requestLanguage(), await messages()];
  const failure = slice(
    errors,
    'failedTitle',
    'failed',
    'reference',
    'unavailableTitle',
    'unavailable',
    'retry',
  );
  return (
    <html lang={code}>
      <body>
        <Formats locale={language.locale} timeZone={config().timeZone} dates={dates}>
          <FailureWords words={failure}>{children}</FailureWords>
        </Formats>
      </body>
    </html>
  );
}
