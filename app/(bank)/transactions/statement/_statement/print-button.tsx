'use client';
import type { ReactNode } from 'react';

export const PrintButton = ({ children }: { children: ReactNode }) => (
  <button type="button" className="button button-primary" onClick={() => window.print()}>
    {children}
  </button>
);
