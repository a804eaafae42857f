'use client';
import type { ReactNode } from 'react';

export const PrintButton = ({ look = 'button', children }: { look?: string; children: ReactNode }) => (
  <button type="button" className={look} onClick={() => window.print()}>
    {children}
  </button>
);
